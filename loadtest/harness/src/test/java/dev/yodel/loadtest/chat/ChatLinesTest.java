package dev.yodel.loadtest.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.yodel.v1.Event;
import dev.yodel.v1.Gap;
import dev.yodel.v1.Joined;
import dev.yodel.v1.LeaveReason;
import dev.yodel.v1.Left;
import dev.yodel.v1.Post;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatLinesTest {

    private final ChatLines lines = new ChatLines(ZoneOffset.UTC);

    @Test
    void an_event_is_a_line_with_its_time() {
        assertThat(lines.event(
                        event().setPost(Post.newBuilder().setText("Grüezi!")).build()))
                .isEqualTo("00:01:05 Ada: Grüezi!");
        assertThat(lines.event(event().setJoined(Joined.getDefaultInstance()).build()))
                .isEqualTo("00:01:05 * Ada joined");
        assertThat(lines.event(event().setLeft(Left.newBuilder().setReason(LeaveReason.LEAVE_REASON_LOST))
                        .build()))
                .isEqualTo("00:01:05 * Ada left (connection lost)");
    }

    @Test
    void a_gap_is_counted() {
        assertThat(lines.gap(Gap.newBuilder().setFromSeq(3).setToSeq(5).build()))
                .isEqualTo("* 2 earlier events are no longer kept by the room");
        assertThat(lines.gap(Gap.newBuilder().setFromSeq(3).setToSeq(4).build()))
                .isEqualTo("* 1 earlier event is no longer kept by the room");
    }

    @Test
    void members_are_listed() {
        assertThat(lines.members("alm", List.of("Ada", "Bob"))).isEqualTo("* in alm: Ada, Bob");
    }

    @Test
    void nobody_can_control_the_terminal_of_another() {
        assertThat(lines.event(event().setPost(Post.newBuilder().setText("\u001b[2Jgone\nBob: fake\u202e"))
                        .build()))
                .isEqualTo("00:01:05 Ada: \ufffd[2Jgone\ufffdBob: fake\ufffd");
    }

    private static Event.Builder event() {
        return Event.newBuilder().setName("Ada").setTime(Timestamp.newBuilder().setSeconds(65));
    }
}
