package dev.yodel.loadtest;

import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Yodel's own service as a process on free ports, for the tests of one class. */
final class YodelService implements BeforeAllCallback, AfterAllCallback {

    private Path log;
    private ServiceProcess process;
    private String target;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Program.serviceLib();
        log = Files.createTempFile("yodel-service", ".log");
        process = ServiceProcess.start(0, 0, log);
        target = process.started().toCompletableFuture().join().target().toString();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        process.close();
        Files.deleteIfExists(log);
    }

    /** Its address. */
    String target() {
        return target;
    }
}
