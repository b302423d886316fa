package dev.yodel.benchmarks.peers;

import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.benchmarks.process.CpuPinning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A load generator of somebody else, as one runs it: 128 calls in flight on one connection where it can do that. */
public enum Peer {

    /** Reads JSON, and templates in it; keeps the first million results. */
    GHZ("ghz", Pattern.compile("\\[OK] +(\\d+) responses"), true) {
        @Override
        List<String> flags(Calls calls, Path folder) {
            List<String> flags = new ArrayList<>(List.of("--insecure", "--cpus", "1", "--connections", "1"));
            flags.addAll(List.of("-c", IN_FLIGHT, "-n", calls.countText(), "-d", JSON, "--call"));
            flags.add(calls.stream() ? "yodel.v1.EchoService.Chat" : "yodel.v1.EchoService.Echo");
            if (calls.stream()) {
                flags.addAll(List.of("--stream-call-count", String.valueOf(Calls.MESSAGES)));
            }
            flags.add(calls.address());
            return flags;
        }
    },

    /** Calls grpc.health.v1.Health/Check, the smallest of messages; no streams. */
    FORTIO("fortio", Pattern.compile("Health SERVING : (\\d+)"), false) {
        @Override
        List<String> flags(Calls calls, Path folder) {
            return List.of(
                    "load",
                    "-grpc",
                    "-logger-json=false",
                    "-qps",
                    "0",
                    "-c",
                    "1",
                    "-s",
                    IN_FLIGHT,
                    "-n",
                    // It divides them among its streams, and leaves out the rest.
                    String.valueOf(calls.count() / Long.parseLong(IN_FLIGHT) * Long.parseLong(IN_FLIGHT)),
                    calls.address());
        }

        @Override
        long expected(Calls calls) {
            return calls.count() / Long.parseLong(IN_FLIGHT) * Long.parseLong(IN_FLIGHT);
        }
    },

    /** JavaScript for each call, and a connection for each user. */
    K6("k6", Pattern.compile("checks_succeeded[.:]*\\s*[\\d.]+%\\s+(\\d+) out of"), false) {
        @Override
        List<String> flags(Calls calls, Path folder) {
            return List.of(
                    "run",
                    "--no-usage-report",
                    "-e",
                    "TARGET=" + calls.address(),
                    "-e",
                    "COUNT=" + calls.countText(),
                    "-e",
                    "USERS=" + IN_FLIGHT,
                    "-e",
                    "TEXT=" + EchoMessages.TEXT,
                    PeerFiles.script(folder).toString());
        }
    },

    /** Sends the same bytes again; reads neither JSON nor responses nor gRPC's status, and keeps no schedule. The limit. */
    H2LOAD("h2load", Pattern.compile("status codes: (\\d+) 2xx"), true) {
        @Override
        List<String> flags(Calls calls, Path folder) {
            return List.of(
                    "-n",
                    calls.countText(),
                    "-c",
                    "1",
                    "-m",
                    IN_FLIGHT,
                    "-H",
                    "content-type: application/grpc",
                    "-H",
                    "te: trailers",
                    "-d",
                    PeerFiles.body(folder, calls).toString(),
                    "http://%s/yodel.v1.EchoService/%s".formatted(calls.address(), calls.stream() ? "Chat" : "Echo"));
        }
    };

    static final String IN_FLIGHT = "128";
    static final String JSON = "{\"message\": \"%s\"}".formatted(EchoMessages.TEXT);

    private final String program;
    private final Pattern succeeded;
    private final boolean streams;

    Peer(String program, Pattern succeeded, boolean streams) {
        this.program = program;
        this.succeeded = succeeded;
        this.streams = streams;
    }

    /** Its name, and that of its program. */
    public String program() {
        return program;
    }

    /** Whether it has what the comparison of streams needs. */
    public boolean hasStreams() {
        return streams;
    }

    public boolean isInstalled() {
        return CpuPinning.isInstalled(program);
    }

    /** The CPU time of its process from start to end; it must report that all calls succeeded. */
    public ToolRun run(Calls calls, Path folder) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(flags(calls, folder));
        return ToolRun.of(program, command, succeeded, expected(calls));
    }

    abstract List<String> flags(Calls calls, Path folder);

    long expected(Calls calls) {
        return calls.count();
    }
}
