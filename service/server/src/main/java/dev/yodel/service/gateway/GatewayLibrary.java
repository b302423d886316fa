package dev.yodel.service.gateway;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars of the gateway: a folder that is not on the class path, opened when the gateway is asked for. What the server
 * has too comes from the server's class path.
 */
public final class GatewayLibrary {

    /** Names the folder, for where it is neither in a distribution nor in a checkout. */
    private static final String PROPERTY = "yodel.gateway.lib";

    private GatewayLibrary() {}

    /**
     * Finds the gateway.
     *
     * @throws IOException if there is none; the message is one line for people
     */
    public static GatewayFactory open() throws IOException {
        GatewayFactory here = first(GatewayLibrary.class.getClassLoader());
        if (here != null) {
            return here;
        }
        Path folder = folder();
        GatewayFactory found = first(loader(folder));
        if (found == null) {
            throw missing(folder);
        }
        return found;
    }

    private static @Nullable GatewayFactory first(ClassLoader loader) {
        return ServiceLoader.load(GatewayFactory.class, loader).findFirst().orElse(null);
    }

    /** Open until the program ends: its threads need it. */
    private static GatewayLoader loader(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw missing(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return GatewayLoader.of(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList());
        }
    }

    /** {@code lib/gateway} beside the server's jar in a distribution, the module's {@code target/lib} in a checkout. */
    private static Path folder() throws IOException {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        try {
            Path jar = Path.of(GatewayLibrary.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path packaged = jar.resolveSibling("gateway");
            return Files.isDirectory(packaged)
                    ? packaged
                    : jar.resolve("../../../../gateway/target/lib").normalize();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static IOException missing(Path folder) {
        return new IOException("http-port: the gateway is not installed in " + folder
                + " (expected: its jars; in a checkout, build them by: mvn package -pl service/gateway -am)");
    }
}
