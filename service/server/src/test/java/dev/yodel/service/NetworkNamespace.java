package dev.yodel.service;

import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace with a cable to this one, whose packets can be dropped. It takes root, or sudo without a password. */
final class NetworkNamespace implements AutoCloseable {

    private final String name;
    private final String prefix;

    private NetworkNamespace(String name, String prefix) {
        this.name = name;
        this.prefix = prefix;
    }

    /** @throws IOException if this process may not, or the kernel has none; with the reason */
    static NetworkNamespace open() throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        // Addresses for tests of networks (RFC 2544), which are routed nowhere.
        NetworkNamespace space = new NetworkNamespace("yodel" + pid, "198.18." + pid % 256 + ".");
        space.run("ip", "netns", "add", space.name);
        try {
            String outside = space.name;
            space.run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", space.name);
            space.run("ip", "address", "add", space.outside() + "/30", "dev", outside);
            space.run("ip", "link", "set", outside, "up");
            space.run("ip", "-n", space.name, "address", "add", space.prefix + "2/30", "dev", "eth0");
            space.run("ip", "-n", space.name, "link", "set", "eth0", "up");
            space.run(space.inside("iptables", "-L"));
        } catch (IOException | InterruptedException e) {
            space.close();
            throw e;
        }
        return space;
    }

    /** The address of this side of the cable. */
    String outside() {
        return prefix + "1";
    }

    /** Drops every packet in both directions; both sides keep their connections. */
    void cut() throws IOException, InterruptedException {
        run(inside("iptables", "-A", "INPUT", "-j", "DROP"));
        run(inside("iptables", "-A", "OUTPUT", "-j", "DROP"));
    }

    void mend() throws IOException, InterruptedException {
        run(inside("iptables", "-F"));
    }

    /** Starts a program inside; its stderr goes to its stdout. */
    Process start(String... command) throws IOException {
        return new ProcessBuilder(privileged(inside(command)))
                .redirectErrorStream(true)
                .start();
    }

    @Override
    public void close() throws IOException {
        try {
            // The cable goes with it.
            run("ip", "netns", "delete", name);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String[] inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.add(Programs.get(command[0]).toString());
        all.addAll(List.of(command).subList(1, command.length));
        return all.toArray(String[]::new);
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(privileged(command))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
    }

    private static List<String> privileged(String... command) {
        List<String> all = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("sudo", "-n"));
        }
        all.addAll(List.of(command));
        return all;
    }
}
