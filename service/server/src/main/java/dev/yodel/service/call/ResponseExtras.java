package dev.yodel.service.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.yodel.service.behavior.BehaviorPlan;
import java.util.Random;

/**
 * The padding and info added to the responses of one call. They are kept as a response that has no other fields and are
 * merged into each response, which costs about 20 ns and needs no code per method.
 */
final class ResponseExtras<RespT> {

    /** Paddings are slices of this block and take no memory per call. Random, from a fixed seed: zeros would compress. */
    private static final ByteString PADDING = padding();

    private final Message later;
    private Message next;

    /**
     * @param first what to add to the first response
     * @param later what to add to all others
     */
    ResponseExtras(Message first, Message later) {
        this.later = later;
        next = first;
    }

    static ByteString padding(int bytes) {
        return PADDING.substring(0, bytes);
    }

    /** The bytes that the next response has more because of them. */
    int size() {
        return next.getSerializedSize();
    }

    @SuppressWarnings("unchecked") // A message's builder builds its own type.
    RespT addTo(RespT response) {
        Message extended = ((Message) response).toBuilder().mergeFrom(next).build();
        next = later;
        return (RespT) extended;
    }

    private static ByteString padding() {
        byte[] bytes = new byte[BehaviorPlan.MAX_PADDING_BYTES];
        new Random(1829).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
