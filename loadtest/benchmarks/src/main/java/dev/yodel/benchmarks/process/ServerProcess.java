package dev.yodel.benchmarks.process;

import dev.yodel.loadtest.Yodel;
import dev.yodel.benchmarks.load.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A server that serves.
 *
 * @param program the program
 * @param startLine what it said when it was ready: {@code grpc=127.0.0.1:50051 …}
 */
public record ServerProcess(ChildProcess program, String startLine) implements AutoCloseable {

    /** Waits until a server that was just started is ready. */
    static ServerProcess of(ChildProcess program) {
        try {
            return new ServerProcess(program, program.await(" serving "));
        } catch (BenchmarkException e) {
            program.close();
            throw e;
        }
    }

    /** The load, with this server as its target. */
    public Load aim(Load load) {
        return load.withTarget(told("grpc="));
    }

    /** How many calls the Yodel service has open, as its metrics tell. */
    public double openCalls() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(told("metrics=") + "/metrics"))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("yodel_server_calls_open{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new BenchmarkException("metrics of the service: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
    }

    @Override
    public void close() {
        program.close();
    }

    private String told(String key) {
        int at = startLine.indexOf(key) + key.length();
        int end = startLine.indexOf(' ', at);
        return startLine.substring(at, end < 0 ? startLine.length() : end);
    }
}
