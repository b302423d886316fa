package dev.yodel.gateway.limits;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of a request, each part counted as it comes; it fails when there is no room for a part. A request's own
 * {@code peekData} would not do: where the body is collected, it sees the parts when all have come.
 */
final class CountedBody implements Publisher<HttpObject> {

    private final HttpRequest request;
    private final EventExecutor executor;
    private final BodySize size;
    private final Consumer<BodyRefusedException> onRefused;

    CountedBody(HttpRequest request, EventExecutor executor, BodySize size, Consumer<BodyRefusedException> onRefused) {
        this.request = request;
        this.executor = executor;
        this.size = size;
        this.onRefused = onRefused;
    }

    @Override
    public void subscribe(Subscriber<? super HttpObject> reader) {
        request.subscribe(new Counting(reader), executor);
    }

    private final class Counting implements Subscriber<HttpObject> {

        private final Subscriber<? super HttpObject> reader;
        private @Nullable Subscription subscription;
        private boolean isRefused;

        Counting(Subscriber<? super HttpObject> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            reader.onSubscribe(given);
        }

        @Override
        public void onNext(HttpObject part) {
            if (isRefused) {
                return;
            }
            try {
                if (part instanceof HttpData data) {
                    size.add(data.length());
                }
                reader.onNext(part);
            } catch (BodyRefusedException e) {
                isRefused = true;
                if (subscription != null) {
                    subscription.cancel();
                }
                onRefused.accept(e);
                Consumer<BodyRefusedException> handler = size.onRefused();
                if (handler == null) {
                    reader.onError(e);
                } else {
                    handler.accept(e);
                }
            }
        }

        @Override
        public void onError(Throwable cause) {
            if (!isRefused) {
                reader.onError(cause);
            }
        }

        @Override
        public void onComplete() {
            if (!isRefused) {
                reader.onComplete();
            }
        }
    }
}
