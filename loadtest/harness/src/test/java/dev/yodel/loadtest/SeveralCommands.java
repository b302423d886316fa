package dev.yodel.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.loadtest.cli.YodelCommand;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The main class of {@link Refusals}: {@link Yodel} without its exit. Each line of standard input is a command, a JSON array
 * of its arguments; a numbered line on standard output ends what it printed.
 */
final class SeveralCommands {

    private SeveralCommands() {}

    /** Precedes the exit code. */
    static String ended(int number) {
        return "=== command %d ended with ".formatted(number);
    }

    public static void main(String[] args) throws IOException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        ObjectMapper json = new ObjectMapper();
        int number = 0;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            int code = YodelCommand.execute(json.readValue(line, String[].class));
            out.println(ended(number++) + code);
        }
        System.exit(0); // whatever threads the commands have left
    }
}
