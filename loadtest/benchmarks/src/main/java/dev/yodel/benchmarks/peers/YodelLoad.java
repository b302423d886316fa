package dev.yodel.benchmarks.peers;

import dev.yodel.benchmarks.process.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code yodel load} with everything that it ships with: checks, histograms, intervals, health, report. */
public final class YodelLoad {

    private static final Pattern SUCCEEDED = Pattern.compile("\"ok\" : (\\d+)");

    private YodelLoad() {}

    /** The CPU time of its process from start to end; all calls must succeed. */
    public static ToolRun run(Launcher launcher, Calls calls, Path folder) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "\"$@\" && cat " + folder + "/out/result.json", "sh"));
        command.addAll(command(launcher, calls, folder));
        return ToolRun.of("yodel load", command, SUCCEEDED, calls.count());
    }

    private static List<String> command(Launcher launcher, Calls calls, Path folder) {
        List<String> command = new ArrayList<>(launcher.yodelLoad());
        command.addAll(
                List.of(calls.address(), "--call", "yodel.v1.EchoService/" + (calls.stream() ? "Chat" : "Echo")));
        command.addAll(List.of("--data", Peer.JSON, "--users", Peer.IN_FLIGHT, "--count", calls.countText()));
        if (calls.stream()) {
            command.addAll(List.of("--messages-per-stream", String.valueOf(Calls.MESSAGES)));
        }
        command.addAll(List.of(
                "--live-port",
                "0",
                "--overwrite",
                "--out",
                folder.resolve("out").toString()));
        return command;
    }
}
