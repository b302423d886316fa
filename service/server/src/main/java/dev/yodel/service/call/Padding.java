package dev.yodel.service.call;

import com.google.protobuf.ByteString;
import dev.yodel.service.behavior.BehaviorPlan;
import java.util.Random;

/**
 * The bytes that fill an answer up to the size asked for: slices of one block, so that padding costs no memory per call.
 * They are random, from a fixed seed, because zeros would shrink to nothing where a call is compressed.
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
