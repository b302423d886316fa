package dev.yodel.benchmarks.process;

import dev.yodel.benchmarks.load.Load;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A server process that is ready for calls.
 *
 * @param addresses as the process printed them: {@code grpc=127.0.0.1:50051 …}
 */
public record ServerProcess(ChildProcess process, String addresses) implements AutoCloseable {

    /** Waits until a process that has just started is ready. */
    public static ServerProcess of(ChildProcess process) {
        try {
            return new ServerProcess(process, process.await(" serving "));
        } catch (BenchmarkException e) {
            process.close();
            throw e;
        }
    }

    /** The load with this server as its address. */
    public Load addressed(Load load) {
        return load.withAddress(address("grpc="));
    }

    /** Its gRPC address. */
    public String grpcAddress() {
        return address("grpc=");
    }

    /** The number of calls open at the Yodel service, read from its metrics. */
    public double openCalls() {
        return sum("yodel_server_calls_open{");
    }

    /** The sum of the metrics of the Yodel service whose lines start like this. */
    public double sum(String start) {
        try (InputStream metrics =
                URI.create(address("metrics=") + "/metrics").toURL().openStream()) {
            return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new BenchmarkException("metrics of the service: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private String address(String key) {
        int at = addresses.indexOf(key) + key.length();
        int end = addresses.indexOf(' ', at);
        return addresses.substring(at, end < 0 ? addresses.length() : end);
    }
}
