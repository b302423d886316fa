package dev.yodel.gateway.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that come in parts, taken out line by line. Each byte is looked at once, and the room grows with the longest line. */
final class Lines {

    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int searched;

    void add(byte[] part) {
        if (end + part.length > bytes.length) {
            int kept = end - start;
            int needed = kept + part.length;
            byte[] roomier = needed > bytes.length ? new byte[Math.max(needed, 2 * kept)] : bytes;
            System.arraycopy(bytes, start, roomier, 0, kept);
            bytes = roomier;
            searched -= start;
            start = 0;
            end = kept;
        }
        System.arraycopy(part, 0, bytes, end, part.length);
        end += part.length;
    }

    /** The next line without its end; null if it is not complete. */
    byte @Nullable [] next() {
        for (; searched < end; searched++) {
            if (bytes[searched] == '\n') {
                byte[] line = Arrays.copyOfRange(bytes, start, searched);
                searched++;
                start = searched;
                return line;
            }
        }
        return null;
    }

    /** What is left when no more comes. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, start, end);
        start = end;
        searched = end;
        return rest;
    }

    /** The number of bytes of the line that is not complete, or more if others wait. */
    int size() {
        return end - start;
    }
}
