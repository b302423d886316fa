package dev.yodel.service.call;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The logic of a method with one response for each request. */
final class OneForOne<ReqT, RespT> implements CallLogic<ReqT, RespT> {

    private final Function<ReqT, RespT> respond;
    private @Nullable RespT response;

    OneForOne(Function<ReqT, RespT> respond) {
        this.respond = respond;
    }

    @Override
    public void accept(ReqT request) {
        response = respond.apply(request);
    }

    @Override
    public @Nullable RespT next() {
        RespT next = response;
        response = null;
        return next;
    }
}
