package dev.yodel.service.limits;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;

/** The status of a call that is refused because the server has enough to do: when to retry is among its details. */
public final class Shed {

    private static final Any RETRY_INFO = Any.pack(RetryInfo.newBuilder()
            .setRetryDelay(Duration.newBuilder().setSeconds(1))
            .build());

    private Shed() {}

    public static Status status(String reason) {
        return Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                .setMessage(reason)
                .addDetails(RETRY_INFO)
                .build();
    }
}
