package dev.yodel.loadtest.distributed.local;

import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes, each with a thread that reads what it prints. Thread-safe. */
final class LocalInjectors implements Injectors {

    private static final long PATIENCE_SECONDS = 2;

    private final InjectorReader reader;
    private final List<Process> processes = new ArrayList<>();

    LocalInjectors(InjectorReader reader) {
        this.reader = reader;
    }

    synchronized void start(int index, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        Thread thread = new Thread(() -> read(index, process), "yodel-injector-" + (index + 1));
        thread.setDaemon(true);
        thread.start();
    }

    private void read(int index, Process process) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.line(index, line);
            }
            reader.ended(index, "exit code " + process.waitFor());
        } catch (IOException e) {
            reader.ended(index, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            reader.ended(index, "interrupted");
        }
    }

    @Override
    public synchronized void send(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        for (Process process : processes) {
            try {
                OutputStream commands = process.getOutputStream();
                commands.write(bytes);
                commands.flush();
            } catch (IOException ignored) {
                // It has ended, as its reader reports.
            }
        }
    }

    @Override
    public synchronized void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
    }
}
