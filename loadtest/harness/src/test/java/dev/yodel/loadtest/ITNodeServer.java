package dev.yodel.loadtest;

import dev.yodel.testing.OutsideProgram;
import java.nio.file.Path;
import java.util.Map;

/** On a server by grpc-js, which is written in JavaScript on Node's own HTTP/2, and whose files declare no imports. */
class ITNodeServer extends TourLoads {

    ITNodeServer() {
        super("grpc.reflection.v1.ServerReflection");
    }

    @Override
    ForeignServer start(Path logs) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        outside.installed("node_modules/@grpc/reflection");
        String libraries = outside.installed("node_modules").toString();
        String node = outside.program("node").toString();
        return ForeignServer.start(logs, Map.of("NODE_PATH", libraries), node, ForeignServer.source("server.js"));
    }
}
