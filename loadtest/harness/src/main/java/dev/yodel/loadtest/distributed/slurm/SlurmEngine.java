package dev.yodel.loadtest.distributed.slurm;

import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.InjectorJvm;
import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts injectors as the tasks of one job, by {@code srun}, with the Java and the jars of this process on a file system that
 * the nodes share. One job and not an array: all tasks start together or not at all.
 */
public final class SlurmEngine implements Engine {

    @Override
    public Injectors start(int number, List<String> arguments, InjectorReader reader) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "srun",
                "--job-name=yodel",
                "--ntasks=" + number,
                "--label",
                "--input=all",
                "--kill-on-bad-exit=0",
                "--wait=0",
                "--immediate=60"));
        // Slurm runs the JVM itself and no shell around it: a signal reaches it, and it can still report.
        command.addAll(InjectorJvm.command("SLURM_PROCID/" + number, arguments));
        try {
            return SlurmInjectors.start(number, command, reader);
        } catch (IOException e) {
            throw new IOException("srun cannot be started (expected: Slurm's srun on the PATH, or --on local)", e);
        }
    }
}
