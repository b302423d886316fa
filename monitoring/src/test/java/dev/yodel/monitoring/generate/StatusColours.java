package dev.yodel.monitoring.generate;

import java.util.Map;
import java.util.TreeMap;

/** One colour for each gRPC status, the same in every panel. */
final class StatusColours {

    static final Map<String, String> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("OK", "#73BF69"),
            Map.entry("none", "#73BF69"),
            Map.entry("CANCELLED", "#8AB8FF"),
            Map.entry("UNKNOWN", "#A352CC"),
            Map.entry("INVALID_ARGUMENT", "#FFA6B0"),
            Map.entry("DEADLINE_EXCEEDED", "#FF9830"),
            Map.entry("NOT_FOUND", "#C0D8FF"),
            Map.entry("ALREADY_EXISTS", "#96D98D"),
            Map.entry("PERMISSION_DENIED", "#8F3BB8"),
            Map.entry("RESOURCE_EXHAUSTED", "#FADE2A"),
            Map.entry("FAILED_PRECONDITION", "#E0B400"),
            Map.entry("ABORTED", "#DEB6F2"),
            Map.entry("OUT_OF_RANGE", "#FFCB7D"),
            Map.entry("UNIMPLEMENTED", "#5794F2"),
            Map.entry("INTERNAL", "#C4162A"),
            Map.entry("UNAVAILABLE", "#F2495C"),
            Map.entry("DATA_LOSS", "#701324"),
            Map.entry("UNAUTHENTICATED", "#B877D9"),
            Map.entry("not started", "#808080"),
            Map.entry("shed", "#FFEE52"),
            Map.entry("failed check", "#FF7383")));

    private StatusColours() {}
}
