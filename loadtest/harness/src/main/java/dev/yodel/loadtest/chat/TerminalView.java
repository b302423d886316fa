package dev.yodel.loadtest.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** A terminal: what others write appears above the line that is being typed, and the arrow keys recall earlier lines. */
final class TerminalView implements View {

    private final Terminal terminal;
    private final LineReader reader;
    private final String prompt;

    TerminalView(Terminal terminal, String prompt) {
        this.terminal = terminal;
        this.prompt = prompt;
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                // An exclamation mark is one, not a reference to an earlier line.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                // The line comes back from the room, with its time and in its place.
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .build();
    }

    @Override
    public void show(String line) {
        reader.printAbove(line);
    }

    @Override
    public @Nullable String read() {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
