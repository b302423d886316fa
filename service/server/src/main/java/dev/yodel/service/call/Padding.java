package dev.yodel.service.call;

import com.google.protobuf.ByteString;
import dev.yodel.service.behavior.BehaviorPlan;
import java.util.Random;

/**
 * The bytes that pad a response: slices of one shared block, so padding takes no memory per call. They are random, from a
 * fixed seed: zeros would compress to nothing.
 */
final class Padding {

    private static final ByteString BLOCK = block();

    private Padding() {}

    static ByteString of(int bytes) {
        return BLOCK.substring(0, bytes);
    }

    private static ByteString block() {
        byte[] bytes = new byte[BehaviorPlan.MAX_PADDING_BYTES];
        new Random(1829).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
