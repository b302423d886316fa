package dev.yodel.service.gateway;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Loads the classes of the gateway's jars; what the server has too is the server's. But for Micrometer: some of its classes
 * refer to those of Netty, which only the gateway has, so the gateway loads Micrometer anew from the server's jars.
 */
final class GatewayLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String ANEW = "io.micrometer.";

    private GatewayLoader(URL[] urls) {
        super("gateway", urls, GatewayLoader.class.getClassLoader());
    }

    static GatewayLoader of(List<Path> jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        for (Class<?> type : List.of(MeterRegistry.class, KeyValue.class, Observation.class)) {
            urls.add(jarOf(type));
        }
        return new GatewayLoader(urls.toArray(URL[]::new));
    }

    /** By its class file: a class from an archive of loaded classes may not know where its code came from. */
    private static URL jarOf(Class<?> type) throws IOException {
        URL file = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
        return ((JarURLConnection) file.openConnection()).getJarFileURL();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ANEW)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
