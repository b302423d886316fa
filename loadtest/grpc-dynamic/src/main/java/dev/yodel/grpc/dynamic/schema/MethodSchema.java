package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * The schema descriptor of a dynamic method, for interceptors that read the protobuf descriptors of generated stubs.
 *
 * @param method its protobuf descriptor
 * @param dynamic the method itself
 */
record MethodSchema(MethodDescriptor method, DynamicMethod dynamic) implements ProtoMethodDescriptorSupplier {

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
