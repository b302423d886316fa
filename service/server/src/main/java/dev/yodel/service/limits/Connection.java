package dev.yodel.service.limits;

import io.grpc.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the calls of one connection share, and the calls that are open. It is among the attributes of each call. */
public final class Connection {

    static final Attributes.Key<Connection> KEY = Attributes.Key.create("yodel-connection");

    private final ByteBudget.Share responses;
    private final ByteBudget.Share requests;
    final Peer peer;

    /** Null where it is unknown; then unread responses are kept. */
    final @Nullable Transport transport;

    final @Nullable LoopLoad load;
    final LoopLoad.Share loadShare = new LoopLoad.Share();

    /** The open calls, linked to each other: adding and removing one costs a few nanoseconds and no memory. */
    private @Nullable OpenCall first;

    /** The call that grpc is about to start on the connection's only thread. */
    private @Nullable OpenCall starting;

    /** Whether the transport records what it writes; used by the checks of every second alone. */
    boolean watched;

    Connection(Peer peer, @Nullable Transport transport, ByteBudget.Share responses, ByteBudget.Share requests) {
        this.peer = peer;
        this.transport = transport;
        load = transport == null ? null : transport.load();
        this.responses = responses;
        this.requests = requests;
    }

    /** The connection of a call with these attributes; null where there is none, as in a test without a transport. */
    public static @Nullable Connection of(Attributes attributes) {
        return attributes.get(KEY);
    }

    /** Sends GOAWAY, and closes the connection when its calls have ended. */
    public void goAway() {
        if (transport != null) {
            transport.goAway();
        }
    }

    /** Closes the connection without GOAWAY. */
    public void close() {
        if (transport != null) {
            transport.close();
        }
    }

    /** The bytes of responses that the client has not read yet. */
    public ByteBudget.Share responses() {
        return responses;
    }

    /** The bytes of requests that are incomplete or not answered yet. */
    ByteBudget.Share requests() {
        return requests;
    }

    synchronized void add(OpenCall call) {
        starting = call;
        call.next = first;
        if (first != null) {
            first.previous = call;
        }
        first = call;
    }

    synchronized void remove(OpenCall call) {
        if (call.previous != null) {
            call.previous.next = call.next;
        } else if (first == call) {
            first = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
    }

    /** The call that has just been added; once. */
    @Nullable
    OpenCall takeStarting() {
        OpenCall call = starting;
        starting = null;
        return call;
    }

    /** The open calls for which a condition holds. */
    synchronized List<OpenCall> openCalls(Predicate<OpenCall> condition) {
        List<OpenCall> calls = new ArrayList<>();
        for (OpenCall call = first; call != null; call = call.next) {
            if (condition.test(call)) {
                calls.add(call);
            }
        }
        return calls;
    }
}
