package dev.yodel.benchmarks.rooms;

import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Post;
import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One member of the room. A post has the time at which it was sent as its key. */
final class RoomMember extends ClientCall.Listener<JoinResponse> {

    private static final String ROOM = "benchmark";
    private static final String TEXT = "x".repeat(32);

    private final RoomClient client;
    private final ClientCall<JoinRequest, JoinResponse> call;
    private final boolean reads;
    private final CountDownLatch joined;
    private volatile @Nullable RoomPoster poster;

    RoomMember(RoomClient client, Channel channel, String name, boolean reads, CountDownLatch joined) {
        this.client = client;
        this.reads = reads;
        this.joined = joined;
        call = channel.newCall(RoomServiceGrpc.getJoinMethod(), CallOptions.DEFAULT);
        call.start(this, new Metadata());
        call.request(1);
        call.sendMessage(JoinRequest.newBuilder()
                .setHello(Hello.newBuilder().setRoom(ROOM).setName(name))
                .build());
    }

    /** The poster wants to know when one of its posts has come back. */
    void deliversTo(RoomPoster newPoster) {
        poster = newPoster;
    }

    void post() {
        call.sendMessage(JoinRequest.newBuilder()
                .setPost(Post.newBuilder().setText(TEXT).setKey(System.nanoTime()))
                .build());
    }

    @Override
    public void onMessage(JoinResponse response) {
        if (response.hasWelcome()) {
            joined.countDown();
        } else if (response.hasGap()) {
            client.missed(response.getGap().getToSeq() - response.getGap().getFromSeq());
        } else if (response.getEvent().hasPost()) {
            client.delivered(System.nanoTime() - response.getEvent().getPost().getKey());
            RoomPoster own = poster;
            if (own != null) {
                own.cameBack();
            }
        }
        if (reads) {
            call.request(1);
        }
    }
}
