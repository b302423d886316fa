package dev.yodel.service.room;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.GetRoomRequest;
import dev.yodel.v1.GetRoomResponse;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.ListRoomsRequest;
import dev.yodel.v1.ListRoomsResponse;
import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/** {@code yodel.v1.RoomService}: people and programs that talk to each other. */
public final class RoomService {

    /** As the generated one, but its responses are serialized once for all members. */
    private static final MethodDescriptor<JoinRequest, Frame> JOIN = RoomServiceGrpc.getJoinMethod().toBuilder(
                    RoomServiceGrpc.getJoinMethod().getRequestMarshaller(), Frame.MARSHALLER)
            .build();

    private RoomService() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers, Rooms rooms) {
        ServerInterceptor behavior = handlers.forOtherHandlers();
        ServerCallHandler<JoinRequest, Frame> join = (call, headers) -> {
            Member member = new Member(call, rooms);
            member.start();
            return member;
        };
        ServiceDescriptor generated = RoomServiceGrpc.getServiceDescriptor();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(JOIN)
                .addMethod(RoomServiceGrpc.getListRoomsMethod())
                .addMethod(RoomServiceGrpc.getGetRoomMethod())
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(JOIN, (call, headers) -> behavior.interceptCall(call, headers, join))
                .addMethod(handlers.oneForOne(
                        RoomServiceGrpc.getListRoomsMethod(),
                        ListRoomsRequest::getBehavior,
                        request -> ListRoomsResponse.newBuilder()
                                .addAllRooms(rooms.list())
                                .build()))
                .addMethod(handlers.oneForOne(
                        RoomServiceGrpc.getGetRoomMethod(),
                        GetRoomRequest::getBehavior,
                        request -> GetRoomResponse.newBuilder()
                                .setRoom(rooms.get(request.getRoom()))
                                .build()))
                .build();
    }
}
