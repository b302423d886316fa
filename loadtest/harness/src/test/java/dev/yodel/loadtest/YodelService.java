package dev.yodel.loadtest;

import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Yodel's own service as a process, for the tests of one class.
 *
 * @param process the process
 * @param target its address
 */
record YodelService(ServiceProcess process, String target) implements AutoCloseable {

    /** Starts it on free ports; its log goes to the folder. */
    static YodelService start(Path logs) throws IOException {
        Program.serviceLib();
        ServiceProcess process = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        return new YodelService(
                process, process.started().toCompletableFuture().join().target().toString());
    }

    @Override
    public void close() {
        process.close();
    }
}
