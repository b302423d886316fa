package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import dev.yodel.grpc.dynamic.legacy.Filing;
import dev.yodel.grpc.dynamic.modern.Trial;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Customer;
import dev.yodel.grpc.dynamic.shop.Order;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random messages of every field there is, to JSON and back, beside protobuf's own printer and parser. */
class JsonRoundTripTest {
    private static final int MESSAGES = 1_000;
    private static final int DEPTH = 3;
    private static final Schema SCHEMA = TestSchemas.GENERATED;

    static List<Message> prototypes() {
        return List.of(Order.getDefaultInstance(), Filing.getDefaultInstance(), Trial.getDefaultInstance());
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void reads_back_what_it_wrote(Message prototype) {
        JsonPrinter output = JsonPrinter.of(SCHEMA);
        for (int seed = 0; seed < MESSAGES; seed++) {
            Message message = random(prototype, new Random(seed), DEPTH);
            String json = output.print(message);
            assertThat(MessageTemplate.parse(json.replace("#{", "##{"), prototype, SCHEMA)
                            .evaluate(new Object[0]))
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void agrees_with_protobufs_printer_and_parser(Message prototype) throws InvalidProtocolBufferException {
        JsonFormat.Printer printer = JsonFormat.printer().usingTypeRegistry(TestSchemas.TYPES);
        JsonFormat.Parser parser = JsonFormat.parser().usingTypeRegistry(TestSchemas.TYPES);
        JsonPrinter output = JsonPrinter.of(SCHEMA);
        for (int seed = 0; seed < MESSAGES; seed++) {
            Message message = random(prototype, new Random(seed), DEPTH);
            assertThat(MessageTemplate.parse(printer.print(message).replace("#{", "##{"), prototype, SCHEMA)
                            .evaluate(new Object[0]))
                    .as("seed %d: what protobuf wrote", seed)
                    .isEqualTo(message);
            Message.Builder read = prototype.newBuilderForType();
            parser.merge(output.print(message), read);
            assertThat(read.build()).as("seed %d: what protobuf read", seed).isEqualTo(message);
        }
    }

    private static Message random(Message prototype, Random random, int depth) {
        switch (prototype.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" -> {
                return Timestamps.fromMillis(random.nextInt());
            }
            case "google.protobuf.Duration" -> {
                return Durations.fromNanos(random.nextLong());
            }
            case "google.protobuf.FieldMask" -> {
                return com.google.protobuf.FieldMask.newBuilder()
                        .addPaths("foo_bar.baz")
                        .build();
            }
            case "google.protobuf.Any" -> {
                return random.nextBoolean()
                        ? Any.pack(random(Customer.getDefaultInstance(), random, depth - 1))
                        : Any.pack(Durations.fromMillis(random.nextInt()));
            }
            default -> {
                return fields(prototype, random, depth);
            }
        }
    }

    private static Message fields(Message prototype, Random random, int depth) {
        Message.Builder message = prototype.newBuilderForType();
        boolean oneKind = prototype.getDescriptorForType().getFullName().equals("google.protobuf.Value");
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            boolean wanted = random.nextInt(3) == 0 || field.isRequired() || oneKind;
            boolean tooDeep = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth == 0;
            if (!wanted || (tooDeep && !field.isRequired())) {
                continue;
            }
            if (!field.isRepeated()) {
                message.setField(field, value(message, field, random, depth - 1));
                continue;
            }
            int size = field.isMapField() ? 1 : random.nextInt(4);
            for (int i = 0; i < size; i++) {
                message.addRepeatedField(field, value(message, field, random, depth - 1));
            }
        }
        return message.build();
    }

    private static Object value(Message.Builder parent, FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> random.nextInt(10) == 0 ? Float.NEGATIVE_INFINITY : Float.intBitsToFloat(finite(random));
            case DOUBLE ->
                // A Value may hold finite numbers only.
                field.getContainingType().getFullName().equals("google.protobuf.Value")
                        ? (Object) (double) random.nextInt()
                        : random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(random);
            case BYTE_STRING -> {
                byte[] bytes = new byte[random.nextInt(10)];
                random.nextBytes(bytes);
                yield ByteString.copyFrom(bytes);
            }
            case ENUM -> {
                List<EnumValueDescriptor> values = field.getEnumType().getValues();
                yield values.get(random.nextInt(values.size()));
            }
            case MESSAGE ->
                field.isMapField()
                        ? entry(parent.newBuilderForField(field), random, depth)
                        : random(
                                parent.newBuilderForField(field).getDefaultInstanceForType(),
                                random,
                                Math.max(depth, 0));
        };
    }

    private static Message entry(Message.Builder entry, Random random, int depth) {
        for (FieldDescriptor field : entry.getDescriptorForType().getFields()) {
            entry.setField(field, value(entry, field, random, depth));
        }
        return entry.build();
    }

    /** Any float but NaN, which is not equal to itself. */
    private static int finite(Random random) {
        int bits = random.nextInt();
        return Float.isNaN(Float.intBitsToFloat(bits)) ? 0 : bits;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(32);
                        case 1 -> "\"\\/#{}$".charAt(random.nextInt(7));
                        case 2 -> 0x1F600 + random.nextInt(50);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }
}
