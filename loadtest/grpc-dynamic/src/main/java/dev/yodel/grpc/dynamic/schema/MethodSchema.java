package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * What interceptors that look at a method's protobuf side are given, as generated stubs give it.
 *
 * @param dynamic whose method it is
 */
public record MethodSchema(MethodDescriptor method, DynamicMethod dynamic) implements ProtoMethodDescriptorSupplier {

    @Override
    public MethodDescriptor getMethodDescriptor() {
        return method;
    }

    @Override
    public ServiceDescriptor getServiceDescriptor() {
        return method.getService();
    }

    @Override
    public FileDescriptor getFileDescriptor() {
        return method.getFile();
    }
}
