package dev.yodel.service.call;

import com.google.protobuf.ByteString;
import dev.yodel.v1.ResponseInfo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What goes into an answer beside the feature's own fields. */
public final class AnswerExtras {

    static final AnswerExtras NONE = new AnswerExtras(ByteString.EMPTY, null);

    private final ByteString padding;
    private final @Nullable ResponseInfo info;

    AnswerExtras(ByteString padding, @Nullable ResponseInfo info) {
        this.padding = padding;
        this.info = info;
    }

    /** Puts into an answer what is there to put. */
    public void addTo(Consumer<ByteString> paddingField, Consumer<ResponseInfo> infoField) {
        if (!padding.isEmpty()) {
            paddingField.accept(padding);
        }
        if (info != null) {
            infoField.accept(info);
        }
    }

    /** The extras of every answer after the first, which alone carries the info. */
    AnswerExtras afterFirst() {
        return info == null ? this : new AnswerExtras(padding, null);
    }
}
