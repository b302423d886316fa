package dev.yodel.gateway.page;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.yodel.v1.EchoRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of the proto files, from the descriptor set beside the stubs: the stubs themselves have none. */
final class ProtoComments {

    private final Map<String, String> byName = new HashMap<>();

    private ProtoComments() {}

    static ProtoComments read() {
        ProtoComments comments = new ProtoComments();
        try (InputStream in = EchoRequest.class.getResourceAsStream("/yodel.binpb")) {
            if (in != null) {
                FileDescriptorSet.parseFrom(in).getFileList().forEach(comments::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return comments;
    }

    /** The comment above a field; empty if there is none. */
    String of(FieldDescriptor field) {
        return byName.getOrDefault(field.getFullName(), "");
    }

    String of(MethodDescriptor method) {
        return byName.getOrDefault(method.getFullName(), "");
    }

    private void add(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            String name = name(file, location.getPathList());
            if (!name.isEmpty() && location.hasLeadingComments()) {
                byName.put(name, location.getLeadingComments().strip().replaceAll("\\s*\\n\\s*", " "));
            }
        }
    }

    /** The full name of a field or method by its path in the file; empty for all else. */
    private static String name(FileDescriptorProto file, List<Integer> path) {
        if (path.size() == 4
                && path.get(0) == FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
                && path.get(2) == DescriptorProto.FIELD_FIELD_NUMBER) {
            DescriptorProto message = file.getMessageType(path.get(1));
            return file.getPackage() + "." + message.getName() + "."
                    + message.getField(path.get(3)).getName();
        }
        if (path.size() == 4 && path.get(0) == FileDescriptorProto.SERVICE_FIELD_NUMBER && path.get(2) == 2) {
            var service = file.getService(path.get(1));
            return file.getPackage() + "." + service.getName() + "."
                    + service.getMethod(path.get(3)).getName();
        }
        return "";
    }
}
