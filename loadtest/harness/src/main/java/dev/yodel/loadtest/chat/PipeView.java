package dev.yodel.loadtest.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard input and output where there is no terminal. */
final class PipeView implements View {

    private final BufferedReader in;
    private final PrintStream out;

    PipeView(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    @Override
    public void show(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public @Nullable String read() {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
