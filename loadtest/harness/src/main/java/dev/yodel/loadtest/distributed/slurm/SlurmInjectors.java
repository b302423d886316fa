package dev.yodel.loadtest.distributed.slurm;

import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tasks of a job, spoken to by its {@code srun}: it labels each line with its task. Thread-safe. */
final class SlurmInjectors implements Injectors {

    /** From the signal until srun has cancelled its tasks. */
    private static final long PATIENCE_SECONDS = 10;

    private static final Pattern LABELLED = Pattern.compile(" *(\\d+): (.*)");

    /** Such as {@code srun: error: n3: task 2: Killed}. */
    private static final Pattern TASK_ENDED = Pattern.compile("srun: error: [^:]+: task (\\d+): (.*)");

    private final int number;
    private final Process srun;
    private final InjectorReader reader;

    private SlurmInjectors(int number, Process srun, InjectorReader reader) {
        this.number = number;
        this.srun = srun;
        this.reader = reader;
    }

    static SlurmInjectors start(int number, List<String> command, InjectorReader reader) throws IOException {
        Process srun = new ProcessBuilder(command).redirectErrorStream(true).start();
        SlurmInjectors injectors = new SlurmInjectors(number, srun, reader);
        Thread thread = new Thread(injectors::read, "yodel-srun");
        thread.setDaemon(true);
        thread.start();
        return injectors;
    }

    private void read() {
        String how;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(srun.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
            how = "srun ended with code " + srun.waitFor();
        } catch (IOException e) {
            how = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            how = "interrupted";
        }
        for (int injector = 0; injector < number; injector++) {
            reader.ended(injector, how);
        }
    }

    private void read(String line) {
        Matcher labelled = LABELLED.matcher(line);
        if (labelled.matches()) {
            int injector = Integer.parseInt(labelled.group(1));
            if (injector < number) {
                reader.line(injector, labelled.group(2));
            }
            return;
        }
        Matcher ended = TASK_ENDED.matcher(line);
        if (ended.matches() && Integer.parseInt(ended.group(1)) < number) {
            reader.ended(Integer.parseInt(ended.group(1)), ended.group(2));
            return;
        }
        for (int injector = 0; injector < number; injector++) {
            reader.line(injector, line); // such as why the job was refused
        }
    }

    @Override
    public synchronized void send(String line) {
        try {
            OutputStream commands = srun.getOutputStream();
            commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            commands.flush();
        } catch (IOException e) {
            return; // it has ended, as its reader reports
        }
    }

    @Override
    public synchronized void close() {
        srun.destroy();
        try {
            if (!srun.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                srun.destroyForcibly();
            }
        } catch (InterruptedException e) {
            srun.destroyForcibly();
        }
    }
}
