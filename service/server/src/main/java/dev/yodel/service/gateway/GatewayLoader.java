package dev.yodel.service.gateway;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    static GatewayLoader of(List<Path> jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        for (Class<?> type : List.of(MeterRegistry.class, KeyValue.class, Observation.class)) {
            urls.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        return new GatewayLoader(urls.toArray(URL[]::new));
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
