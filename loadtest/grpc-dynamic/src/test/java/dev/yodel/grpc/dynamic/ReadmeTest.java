package dev.yodel.grpc.dynamic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_example_compiles_and_runs(@TempDir Path folder) throws Exception {
        Matcher example = JAVA.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        compile(source, folder);

        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(new EchoShop())
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Object firstName = loader.loadClass("Example")
                    .getMethod("buy", Channel.class, Schema.class, Map.class)
                    .invoke(null, channel, TestSchemas.DYNAMIC, Map.of("#{id}", 7, "#{name}", "Ada"));
            assertThat(firstName).isEqualTo("Ada");
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private static void compile(Path source, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        assertThat(compiler.getTask(
                                errors,
                                null,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        folder.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path")),
                                null,
                                compiler.getStandardFileManager(null, null, null)
                                        .getJavaFileObjects(source))
                        .call())
                .as(errors.toString())
                .isTrue();
    }

    private static final class EchoShop extends ShopGrpc.ShopImplBase {
        @Override
        public void buy(Order request, StreamObserver<Order> responses) {
            responses.onNext(request);
            responses.onCompleted();
        }
    }
}
