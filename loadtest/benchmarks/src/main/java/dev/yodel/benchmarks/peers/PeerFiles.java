package dev.yodel.benchmarks.peers;

import com.google.protobuf.MessageLite;
import dev.yodel.benchmarks.load.EchoMessages;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;

/** The files that peers read. */
final class PeerFiles {

    private PeerFiles() {}

    /** The script of k6. */
    static Path script(Path folder) {
        Path file = folder.resolve("echo.js");
        try (InputStream script = Objects.requireNonNull(PeerFiles.class.getResourceAsStream("echo.js"))) {
            Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of an HTTP/2 request: each message behind a byte for compression and its length. */
    static Path body(Path folder, Calls calls) {
        MessageLite message = calls.stream() ? EchoMessages.chat() : EchoMessages.echo(Duration.ZERO);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream frames = new DataOutputStream(body)) {
            for (int i = 0; i < (calls.stream() ? Calls.MESSAGES : 1); i++) {
                frames.writeByte(0);
                frames.writeInt(message.getSerializedSize());
                message.writeTo(frames);
            }
            return Files.write(folder.resolve("body"), body.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
