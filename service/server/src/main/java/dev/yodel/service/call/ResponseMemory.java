package dev.yodel.service.call;

import dev.yodel.service.limits.ByteBudget;
import dev.yodel.service.limits.ByteBudget.Reservation;
import dev.yodel.service.limits.Connection;
import io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one call's responses that have not left the process. Guarded by the lock of the call.
 *
 * <p>grpc reports what it holds for a call only as "less than a threshold, or not". With a threshold of one byte, that
 * is the moment at which everything has been written to the socket, but a notification per message is expensive. So
 * each call has an allowance that needs neither a reservation nor a notification. It is enough for a call with one small
 * response, and for one that answers message by message: such a call asks, before it sends the next response, whether
 * the previous ones have left. What exceeds the allowance is reserved from the {@link ByteBudget}, and released when the
 * transport holds nothing any more, or when the call has ended.
 */
final class ResponseMemory implements AutoCloseable {

    /** What grpc allocates for a message at least. */
    static final int SMALLEST_BUFFER = 4096;

    /** Two small responses. The maximum number of calls bounds the sum of all allowances. */
    static final int ALLOWANCE = 2 * SMALLEST_BUFFER;

    private static final int MESSAGE_HEADER = 5;
    private static final int ONE_BYTE = 1;
    private static final int GRPC_DEFAULT = 32 * 1024;

    private final ServerCall<?, ?> call;
    private final ByteBudget budget;
    private final Runnable resume;

    private int withinAllowance;
    private ByteBudget.@Nullable Hold hold; // Most calls never exceed the allowance.
    private boolean holding;
    private boolean waiting;
    private boolean granted;

    /**
     * @param budget for calls without a {@link Connection}
     * @param resume runs when the reservation that the call has waited for is granted
     */
    ResponseMemory(ServerCall<?, ?> call, ByteBudget budget, Runnable resume) {
        this.call = call;
        this.budget = budget;
        this.resume = resume;
    }

    /** Whether another response may be sent. If not, the transport or the budget resumes the call. */
    boolean isReady() {
        if (waiting) {
            return false;
        }
        if (granted) {
            return true;
        }
        if (hold == null || !holding) {
            return call.isReady();
        }
        releaseIfDrained();
        return !holding || !hold.isFull();
    }

    /** Reserves the bytes of a response that is about to be built. */
    Reservation reserve(int responseBytes) {
        if (granted) {
            granted = false;
            return Reservation.GRANTED;
        }
        int bytes = Math.max(SMALLEST_BUFFER, responseBytes + MESSAGE_HEADER);
        if (!holding) {
            if (withinAllowance + bytes > ALLOWANCE && withinAllowance > 0) {
                askWhetherDrained();
            }
            if (withinAllowance + bytes <= ALLOWANCE) {
                withinAllowance += bytes;
                return Reservation.GRANTED;
            }
        }
        return reserveShared(bytes);
    }

    /** Releases the reserved bytes if the transport has written all of them. */
    void releaseIfDrained() {
        if (hold != null && holding && call.isReady()) {
            holding = false;
            withinAllowance = 0;
            call.setOnReadyThreshold(GRPC_DEFAULT);
            hold.release();
        }
    }

    /** The reservation that the call has waited for is granted. */
    void grant() {
        granted = waiting;
        waiting = false;
    }

    /** Whether the transport holds responses of this call, and other calls wait for their memory. */
    boolean isAwaited() {
        return hold != null && hold.isAwaited();
    }

    /** The call has ended, and the transport holds nothing for it. */
    @Override
    public void close() {
        if (hold != null) {
            hold.close();
        }
    }

    private void askWhetherDrained() {
        call.setOnReadyThreshold(ONE_BYTE);
        if (call.isReady()) {
            withinAllowance = 0;
        }
        call.setOnReadyThreshold(GRPC_DEFAULT);
    }

    private Reservation reserveShared(int bytes) {
        if (hold == null) {
            Connection connection = Connection.of(call.getAttributes());
            ByteBudget.Share share = connection == null ? budget.share() : connection.responses();
            hold = share.hold(resume);
        }
        Reservation reservation = hold.reserve(bytes);
        if (reservation != Reservation.NEVER && !holding) {
            holding = true;
            call.setOnReadyThreshold(ONE_BYTE);
        }
        waiting = reservation == Reservation.WAITING;
        return reservation;
    }
}
