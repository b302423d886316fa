package dev.yodel.loadtest.chat;

import io.grpc.Channel;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * One person in one room, from joining to leaving.
 *
 * @param room the name of the room
 * @param name the name of the person
 */
public record Chat(String room, String name) {

    private static final Duration LEAVING = Duration.ofSeconds(20);

    /**
     * Lets the person talk until the end of the input; returns the problem if there was one.
     *
     * @param beforeRetry makes the channel connect at once
     */
    public Optional<String> run(Channel channel, Runnable beforeRetry) throws IOException {
        try (View view = view()) {
            Conversation conversation =
                    new Conversation(room, name, UUID.randomUUID().toString());
            RoomCalls calls = new RoomCalls(
                    channel,
                    beforeRetry,
                    time -> CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS),
                    conversation,
                    new ChatLines(ZoneId.systemDefault()),
                    view);
            calls.join();
            // On a thread of its own, since a person may write nothing while the conversation ends.
            Thread input = new Thread(() -> read(view, calls), "yodel-chat-input");
            input.setDaemon(true);
            input.start();
            return calls.end().join();
        }
    }

    private View view() throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            terminal.close();
            return new PipeView(System.in, System.out);
        }
        return new TerminalView(terminal, name + "> ");
    }

    private static void read(View view, RoomCalls calls) {
        for (String line = view.read(); line != null && !line.strip().equals("/quit"); line = view.read()) {
            switch (line.strip()) {
                case "" -> {}
                case "/who" -> calls.who();
                case "/help" -> view.show("* /who shows who is here, /quit or Ctrl-D leaves; anything else is said");
                default -> calls.post(line.stripTrailing());
            }
        }
        calls.leave(LEAVING);
    }
}
