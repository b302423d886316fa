package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import dev.yodel.gateway.limits.BodyRefusedException;
import dev.yodel.gateway.limits.BodySize;
import io.grpc.ClientCall;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of a request as messages, one JSON object in each line; empty lines are passed over. More of the body is read
 * only when the call takes messages, so a client that sends faster than the server reads has to wait. Confined to the event
 * loop of its request.
 */
final class LinesBody implements Subscriber<HttpObject> {

    private final ClientCall<Message, Message> call;
    private final Message prototype;
    private final int maxLine;
    private final StreamAnswer answer;
    private final @Nullable BodySize size;

    private final Lines lines = new Lines();
    private int line;
    private @Nullable Subscription subscription;
    private boolean isAsking;
    private boolean isComplete;
    private boolean isDone;

    LinesBody(
            ClientCall<Message, Message> call,
            Message prototype,
            int maxLine,
            StreamAnswer answer,
            @Nullable BodySize size) {
        this.call = call;
        this.prototype = prototype;
        this.maxLine = maxLine;
        this.answer = answer;
        this.size = size;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        proceed();
    }

    @Override
    public void onNext(HttpObject part) {
        isAsking = false;
        if (part instanceof HttpData data) {
            lines.add(data.array());
        }
        proceed();
    }

    @Override
    public void onComplete() {
        isComplete = true;
        proceed();
    }

    @Override
    public void onError(Throwable cause) {
        if (!isDone) {
            isDone = true;
            if (cause instanceof BodyRefusedException refused) {
                answer.fail(refused);
            }
            call.cancel("the body of the request broke off", cause);
        }
    }

    /** Sends what is there while the call takes it; then asks for more. */
    void proceed() {
        try {
            while (!isDone && call.isReady()) {
                byte[] next = lines.next();
                if (next == null) {
                    readOn();
                    return;
                }
                send(next);
            }
        } catch (BadInputException e) {
            isDone = true;
            if (subscription != null) {
                subscription.cancel();
            }
            answer.fail(e);
        }
    }

    /** There is no complete line: asks for more of the body, or ends with what is left. */
    private void readOn() throws BadInputException {
        refuseLonger(lines.size());
        if (size != null) {
            size.passedOn(lines.size());
        }
        if (!isComplete) {
            if (subscription != null && !isAsking) {
                isAsking = true;
                subscription.request(1);
            }
            return;
        }
        isDone = true;
        send(lines.rest());
        call.halfClose();
    }

    private void refuseLonger(int length) throws BadInputException {
        if (length > maxLine) {
            throw new BadInputException(
                    "", "line " + (line + 1) + " is too long (expected: at most " + maxLine + " bytes)");
        }
    }

    private void send(byte[] text) throws BadInputException {
        refuseLonger(text.length);
        line++;
        if (isBlank(text)) {
            return;
        }
        Message message;
        try {
            message = MessageJson.parse(text, prototype);
        } catch (BadInputException e) {
            throw new BadInputException("", "line " + line + ": " + e.getMessage());
        }
        call.sendMessage(message);
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
