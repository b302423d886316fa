package dev.yodel.loadtest;

import dev.yodel.testing.OutsideProgram;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a server by grpcio, which is gRPC's C core. */
class ITPythonServer extends TourLoads {

    private static final String REFLECTION = "grpc.reflection.v1alpha.ServerReflection";

    ITPythonServer() {
        super(REFLECTION);
    }

    @Override
    ForeignServer start(Path logs) throws Exception {
        String python =
                new OutsideProgram().installed("target/python/bin/python3").toString();
        return ForeignServer.start(
                logs, Map.of("PYTHONDONTWRITEBYTECODE", "1"), python, ForeignServer.source("server.py"));
    }

    /** Guards the other tests: they find their methods by the older version of reflection. */
    @Test
    void reflection_is_v1_alpha_alone() throws Exception {
        load().assertRefused(
                        "symbol: grpc.reflection.v1.ServerReflection (expected: " + REFLECTION,
                        "--call",
                        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
    }
}
