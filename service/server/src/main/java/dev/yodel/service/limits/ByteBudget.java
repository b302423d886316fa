package dev.yodel.service.limits;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that the server may hold for its calls at the same time: in total, per connection and per call. Thread-safe.
 *
 * <p>A call reserves the bytes of a response before it builds the response. Where there is no room, the call waits, and
 * is resumed when others have released enough. Connections take turns, so a connection with many waiting calls does not
 * delay the calls of others; the calls of one connection are served in order. A call that alone would exceed the share of
 * its connection is refused.
 *
 * <p>One lock guards everything. Most calls never take it, because their responses are within the allowance that needs no
 * reservation.
 */
public final class ByteBudget {

    /** The outcome of a reservation. */
    public enum Reservation {
        GRANTED,
        /** The call is resumed when its bytes are reserved. */
        WAITING,
        /** More than a connection may hold. */
        NEVER
    }

    private final long perServer;
    private final long perConnection;
    private final long perCall;
    private final Executor executor;

    /** The connections with a waiting call that is within the limits of its connection, in the order of their turns. */
    private final ArrayDeque<Share> turns = new ArrayDeque<>();

    private long held;
    private int waiting;

    /**
     * @param perServer the maximum of all calls together
     * @param perConnection the maximum of the calls of one connection
     * @param perCall the maximum of one call; a single reservation may exceed it
     * @param executor resumes waiting calls
     */
    public ByteBudget(long perServer, long perConnection, long perCall, Executor executor) {
        if (perCall <= 0 || perConnection <= 0 || perServer <= 0) {
            throw new IllegalArgumentException(
                    "budgets: " + perServer + ", " + perConnection + ", " + perCall + " (expected: > 0)");
        }
        this.perServer = perServer;
        this.perConnection = Math.min(perConnection, perServer);
        this.perCall = perCall;
        this.executor = executor;
    }

    /** The share of one connection. */
    public Share share() {
        return new Share();
    }

    /** The bytes that are reserved. */
    public synchronized long held() {
        return held;
    }

    /** The number of calls that wait for room. */
    public synchronized int waiting() {
        return waiting;
    }

    public long perConnection() {
        return perConnection;
    }

    /** Resumes waiting calls while there is room; the lock is held. */
    private void grant() {
        for (Share share = turns.peekFirst(); share != null; share = turns.peekFirst()) {
            Hold next = share.next();
            if (next == null) {
                turns.removeFirst();
                share.hasTurn = false;
            } else if (held + next.wanted > perServer) {
                return;
            } else {
                share.waiting.remove(next);
                next.granted();
                turns.removeFirst();
                turns.addLast(share);
            }
        }
    }

    /** The bytes of one connection. */
    public final class Share {

        private final LinkedHashSet<Hold> waiting = new LinkedHashSet<>();
        private long heldByConnection;
        private boolean hasTurn;

        private Share() {}

        /**
         * The bytes of one call.
         *
         * @param resume runs on the executor when a waiting reservation is granted
         */
        public Hold hold(Runnable resume) {
            return new Hold(this, resume);
        }

        /** The first waiting call that is within the limits of this connection. */
        private @Nullable Hold next() {
            if (waiting.isEmpty()) {
                return null;
            }
            Hold first = waiting.iterator().next();
            return heldByConnection + first.wanted <= perConnection ? first : null;
        }

        private void takeTurn() {
            if (!hasTurn && next() != null) {
                hasTurn = true;
                turns.addLast(this);
            }
        }
    }

    /** The bytes of one call; closing it releases them. */
    public final class Hold implements AutoCloseable {

        private final Share share;
        private final Runnable resume;
        private long heldByCall;
        private long wanted;

        private Hold(Share share, Runnable resume) {
            this.share = share;
            this.resume = resume;
        }

        /** Reserves bytes now, or later and in turn. A call waits for one reservation at a time. */
        public Reservation reserve(long bytes) {
            synchronized (ByteBudget.this) {
                if (bytes > perConnection) {
                    return Reservation.NEVER;
                }
                if (share.waiting.isEmpty()
                        && share.heldByConnection + bytes <= perConnection
                        && held + bytes <= perServer
                        && turns.isEmpty()) {
                    add(bytes);
                    return Reservation.GRANTED;
                }
                wanted = bytes;
                waiting++;
                share.waiting.add(this);
                share.takeTurn();
                return Reservation.WAITING;
            }
        }

        /** Reserves bytes if there is room now; never waits. */
        public boolean tryReserve(long bytes) {
            synchronized (ByteBudget.this) {
                if (share.heldByConnection + bytes > perConnection || held + bytes > perServer) {
                    return false;
                }
                add(bytes);
                return true;
            }
        }

        /** Whether the call holds as much as one call may. */
        public boolean isFull() {
            synchronized (ByteBudget.this) {
                return heldByCall >= perCall;
            }
        }

        /** Whether other calls, of the same connection or of others, wait for room while this one holds some. */
        public boolean isAwaited() {
            synchronized (ByteBudget.this) {
                boolean inConnection = share.waiting.size() > (share.waiting.contains(this) ? 1 : 0);
                boolean inServer = turns.size() > (share.hasTurn ? 1 : 0);
                return heldByCall > 0 && (inConnection || inServer);
            }
        }

        /** Releases what is reserved; a waiting reservation continues to wait. */
        public void release() {
            synchronized (ByteBudget.this) {
                add(-heldByCall);
                share.takeTurn();
                grant();
            }
        }

        @Override
        public void close() {
            synchronized (ByteBudget.this) {
                if (wanted > 0) {
                    share.waiting.remove(this);
                    waiting--;
                    wanted = 0;
                }
                release();
            }
        }

        private void granted() {
            waiting--;
            add(wanted);
            wanted = 0;
            executor.execute(resume);
        }

        private void add(long bytes) {
            heldByCall += bytes;
            share.heldByConnection += bytes;
            held += bytes;
        }
    }
}
