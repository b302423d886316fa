package dev.yodel.service;

import java.lang.reflect.Proxy;

/**
 * SIGTERM or SIGINT while the first one is being handled, which the JVM itself ignores.
 *
 * <p>By reflection: {@code sun.misc.Signal} is in every JDK, but the compiler warns about it, and no option turns
 * that warning off.
 */
final class SecondSignal {

    private SecondSignal() {}

    /** Runs an action on the next of these signals. */
    static void run(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
            }
        } catch (ReflectiveOperationException e) {
            // Then a second signal changes nothing, as without this class.
        }
    }
}
