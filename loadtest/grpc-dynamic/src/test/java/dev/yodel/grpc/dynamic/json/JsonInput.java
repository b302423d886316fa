package dev.yodel.grpc.dynamic.json;

import java.util.stream.Collectors;

/**
 * JSON for a message, valid or not.
 *
 * @param type the full name of the message type
 */
record JsonInput(String type, String json) {
    /** Type and JSON, in ASCII and on one line. */
    @Override
    public String toString() {
        return type + " "
                + json.chars()
                        .mapToObj(c -> c >= ' ' && c < 127 ? String.valueOf((char) c) : String.format("<U+%04X>", c))
                        .collect(Collectors.joining());
    }
}
