package dev.yodel.gatling.grpc.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ByTypeTest {

    private static final Schema RUN = Schema.ofFiles(List.of(Any.getDescriptor().getFile()));
    private static final Schema OTHER_RUN =
            Schema.ofFiles(List.of(Duration.getDescriptor().getFile()));

    private final List<Schema> madeOf = new ArrayList<>();
    private final ByType<String> byType = new ByType<>((type, schema) -> {
        madeOf.add(schema);
        return type.getName();
    });

    @Test
    void is_made_once_of_messages_of_a_type() {
        assertThat(of(Any.getDefaultInstance(), RUN)).isEqualTo("Any");
        assertThat(of(Any.getDefaultInstance(), RUN)).isEqualTo("Any");
        assertThat(of(Duration.getDefaultInstance(), RUN)).isEqualTo("Duration");

        assertThat(madeOf).containsExactly(RUN, RUN);
    }

    @Test
    void a_check_of_two_runs_knows_the_types_of_each() {
        of(Any.getDefaultInstance(), RUN);
        of(Any.getDefaultInstance(), OTHER_RUN);

        assertThat(madeOf).containsExactly(RUN, OTHER_RUN);
    }

    @Test
    void types_that_the_run_does_not_know_come_from_the_message() {
        of(Any.getDefaultInstance(), null);
        of(Any.getDefaultInstance(), null);

        assertThat(madeOf).singleElement().isNotNull();
    }

    private String of(Message message, @Nullable Schema schema) {
        return byType.of(new GrpcResponse<>(null, message, 1, null, null, schema), message);
    }
}
