import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

/**
 * Runs cases of grpc-java's interoperability client in one process: its own main ends the JVM after each. Prints a line for
 * each case. Arguments: the port, then the cases.
 */
public class Cases {

    public static void main(String[] arguments) throws Exception {
        Class<?> client = Class.forName("io.grpc.testing.integration.TestServiceClient");
        for (int i = 1; i < arguments.length; i++) {
            Constructor<?> constructor = client.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object run = constructor.newInstance();
            String[] flags = {
                "--server_host=127.0.0.1",
                "--server_port=" + arguments[0],
                "--use_tls=false",
                "--soak_per_iteration_max_acceptable_latency_ms=30000",
                "--soak_overall_timeout_seconds=60",
                "--test_case=" + arguments[i]
            };
            invoke(client, run, "parseArgs", new Class<?>[] {String[].class}, (Object) flags);
            invoke(client, run, "setUp", new Class<?>[0]);
            try {
                invoke(client, run, "run", new Class<?>[0]);
                System.out.println("passed " + arguments[i]);
            } catch (ReflectiveOperationException e) {
                System.out.println("failed " + arguments[i] + ": " + e.getCause());
            } finally {
                invoke(client, run, "tearDown", new Class<?>[0]);
            }
        }
        System.exit(0);
    }

    private static void invoke(Class<?> type, Object target, String name, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, types);
        method.setAccessible(true);
        method.invoke(target, arguments);
    }
}
