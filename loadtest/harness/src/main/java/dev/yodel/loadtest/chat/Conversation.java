package dev.yodel.loadtest.chat;

import dev.yodel.v1.Event;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Post;
import dev.yodel.v1.SlowPolicy;
import dev.yodel.v1.Welcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a member has received and what it has still to send, across the calls of one conversation. Not thread-safe.
 *
 * <p>A post counts as sent when it comes back as an event. After a new call has joined, the events that were missed come
 * first; they show which posts had arrived before the earlier call broke. The rest is sent again, and none is sent twice:
 * the session takes the earlier call's place, so nothing of that call can arrive any more.
 */
final class Conversation {

    /** How many posts may wait for a connection. */
    static final int MAX_WAITING = 1000;

    private final String room;
    private final String name;
    private final String session;

    private final Map<Long, JoinRequest> unconfirmed = new LinkedHashMap<>();
    private String roomId = "";
    private long nextSeq;
    private long resendAt = Long.MAX_VALUE;
    private long lastKey;

    /** @param session a secret that nobody else has */
    Conversation(String room, String name, String session) {
        this.room = room;
        this.name = name;
        this.session = session;
    }

    String room() {
        return room;
    }

    String name() {
        return name;
    }

    /** The first request of a call: asks for the events that were not received before. */
    JoinRequest hello() {
        resendAt = Long.MAX_VALUE;
        return JoinRequest.newBuilder()
                .setHello(Hello.newBuilder()
                        .setRoom(room)
                        .setName(name)
                        .setSession(session)
                        .setRoomId(roomId)
                        .setFromSeq(nextSeq)
                        .setSlowPolicy(SlowPolicy.SLOW_POLICY_GAP))
                .build();
    }

    /** The call has joined; returns whether it is in another room than before, though of the same name. */
    boolean welcomed(Welcome welcome) {
        boolean another = !roomId.isEmpty() && !roomId.equals(welcome.getRoomId());
        if (another || roomId.isEmpty()) {
            nextSeq = welcome.getFirstSeq();
        }
        roomId = welcome.getRoomId();
        resendAt = welcome.getNextSeq();
        return another;
    }

    /** An event or a gap has arrived. */
    void received(JoinResponse response) {
        if (response.hasGap()) {
            nextSeq = response.getGap().getToSeq();
            return;
        }
        Event event = response.getEvent();
        nextSeq = event.getSeq() + 1;
        if (event.hasPost() && event.getName().equals(name)) {
            unconfirmed.remove(event.getPost().getKey());
        }
    }

    /** The posts to send again; empty unless everything that was missed has just arrived. */
    List<JoinRequest> toResend() {
        if (nextSeq < resendAt) {
            return List.of();
        }
        resendAt = Long.MAX_VALUE;
        return new ArrayList<>(unconfirmed.values());
    }

    /** Whether a new post may be sent at once: not while earlier ones wait to be sent again. */
    boolean isCaughtUp() {
        return resendAt == Long.MAX_VALUE;
    }

    /** A new post, which counts as not sent until it comes back. */
    JoinRequest post(String text) {
        if (unconfirmed.size() >= MAX_WAITING) {
            throw new IllegalStateException("%d posts wait for the connection (expected: at most %d)"
                    .formatted(unconfirmed.size(), MAX_WAITING));
        }
        JoinRequest request = JoinRequest.newBuilder()
                .setPost(Post.newBuilder().setText(text).setKey(++lastKey))
                .build();
        unconfirmed.put(lastKey, request);
        return request;
    }

    /** The number of posts that have not come back. */
    int unconfirmed() {
        return unconfirmed.size();
    }
}
