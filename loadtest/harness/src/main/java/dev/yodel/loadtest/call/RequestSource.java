package dev.yodel.loadtest.call;

import com.google.protobuf.DynamicMessage;
import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.json.RequestTemplates;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests of one call, parsed from JSON one by one. */
public final class RequestSource {

    /** Enough for a message of gRPC's default maximum size, 4 MiB, in base64. */
    private static final int MAX_LENGTH = 16 << 20;

    private final Supplier<@Nullable DynamicMessage> requests;

    private RequestSource(Supplier<@Nullable DynamicMessage> requests) {
        this.requests = requests;
    }

    /**
     * The requests of a list, all parsed here.
     *
     * @throws IllegalArgumentException if one is not a request of the method, with the reason in one line
     */
    public static RequestSource of(DynamicMethod method, List<String> json) {
        Iterator<DynamicMessage> parsed =
                json.stream().map(text -> parse(method, text)).toList().iterator();
        return new RequestSource(() -> parsed.hasNext() ? parsed.next() : null);
    }

    /** The requests in a text that may still be typed: each is sent when it is complete. */
    public static RequestSource of(DynamicMethod method, Reader reader) {
        JsonValues values = new JsonValues(reader, MAX_LENGTH);
        return new RequestSource(() -> {
            String text = values.next();
            return text == null ? null : parse(method, text);
        });
    }

    /**
     * Waits for the next request.
     *
     * @return null after the last one
     * @throws IllegalArgumentException if the text is not a request of the method, with the reason in one line
     */
    @Nullable
    DynamicMessage next() {
        return requests.get();
    }

    private static DynamicMessage parse(DynamicMethod method, String text) {
        MessageTemplate<DynamicMessage> template;
        try {
            template = RequestTemplates.of(method, text);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("data: " + e.getMessage(), e);
        }
        if (!template.isConstant()) {
            throw new IllegalArgumentException(
                    "data: expression %s (expected: plain JSON; only yodel load evaluates expressions)"
                            .formatted(template.expressions().get(0)));
        }
        return template.evaluate(new Object[0]);
    }
}
