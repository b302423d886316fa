package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A Slurm cluster on this machine: munge, a controller and four nodes, each with a port of its own. It needs root. */
final class SlurmCluster implements AutoCloseable {

    static final int NODES = 4;

    private final Path folder;
    private final List<Process> daemons = new ArrayList<>();

    private SlurmCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts it; the test is skipped if a program is missing, and fails for that if {@code CI=true}. */
    static SlurmCluster start(Path folder) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        List<Path> programs = new ArrayList<>();
        for (String name : List.of("munged", "slurmctld", "slurmd", "srun", "sinfo")) {
            programs.add(outside.program(name));
        }
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Slurm's nodes need root");
        SlurmCluster cluster = new SlurmCluster(folder);
        try {
            cluster.open(programs);
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private void open(List<Path> programs) throws Exception {
        Path key = folder.resolve("munge.key");
        byte[] secret = new byte[1024];
        new SecureRandom().nextBytes(secret);
        Files.write(key, secret);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(configuration(), text());
        daemon(
                "munged",
                programs.get(0),
                "--foreground",
                "--force",
                "--key-file=" + key,
                "--socket=" + folder.resolve("munge.sock"),
                "--pid-file=" + folder.resolve("munge.pid"),
                "--log-file=" + folder.resolve("munge.log"),
                "--seed-file=" + folder.resolve("munge.seed"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("munge.sock")));
        daemon("slurmctld", programs.get(1), "-D");
        for (int node = 1; node <= NODES; node++) {
            Files.createDirectories(folder.resolve("spool-n" + node));
            daemon("slurmd-" + node, programs.get(2), "-D", "-N", "n" + node);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> sinfo(programs.get(4)).contains("idle " + NODES));
    }

    private void daemon(String name, Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile());
        builder.environment().putAll(environment());
        daemons.add(builder.start());
    }

    private String sinfo(Path program) throws Exception {
        Path out = folder.resolve("sinfo.out");
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-h", "-o", "%T %D")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment());
        assertThat(builder.start().waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    /** What a program of Slurm needs to find it. */
    Map<String, String> environment() {
        return Map.of("SLURM_CONF", configuration().toString());
    }

    private Path configuration() {
        return folder.resolve("slurm.conf");
    }

    private String text() throws IOException {
        String host = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
        StringBuilder text = new StringBuilder("""
                ClusterName=yodel
                SlurmctldHost=%1$s(127.0.0.1)
                SlurmctldPort=%2$d
                SlurmUser=root
                SlurmdUser=root
                AuthType=auth/munge
                AuthInfo=socket=%3$s/munge.sock
                CredType=cred/munge
                StateSaveLocation=%3$s/state
                SlurmdSpoolDir=%3$s/spool-%%n
                SlurmctldPidFile=%3$s/slurmctld.pid
                SlurmdPidFile=%3$s/slurmd-%%n.pid
                SlurmctldLogFile=%3$s/slurmctld.log
                SlurmdLogFile=%3$s/slurmd-%%n.log
                ProctrackType=proctrack/pgid
                TaskPlugin=task/none
                SelectType=select/cons_tres
                SelectTypeParameters=CR_Core
                MpiDefault=none
                ReturnToService=2
                """.formatted(host, freePort(), folder));
        for (int node = 1; node <= NODES; node++) {
            text.append("NodeName=n%d NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=1\n"
                    .formatted(node, host, freePort()));
        }
        return text.append("PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Processes of jobs whose command line has the text; srun, which starts them, is none. */
    static List<ProcessHandle> tasks(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains("yodel.injector=SLURM_PROCID"))
                .filter(process -> !commandLine(process).contains("--ntasks="))
                .filter(process -> commandLine(process).contains(text))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @Override
    public void close() {
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).destroy();
        }
        for (Process daemon : daemons) {
            try {
                if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            } catch (InterruptedException e) {
                daemon.destroyForcibly();
            }
        }
    }
}
