// A chat room on grpc-go, for the benchmark of rooms: RoomService/Join of yodel.v1 with one history per room, a position per
// member, and each event serialized once. It does for the fan-out what Yodel's service does, and nothing else: no limits, no
// metrics, no other methods. Messages are read and written by protowire, and sent as they are, which is less work than
// generated code.
package main

import (
	"fmt"
	"net"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
)

const kept = 1000

type frame []byte

// rawCodec passes serialized messages through.
type rawCodec struct{}

func (rawCodec) Name() string { return "proto" }

func (rawCodec) Marshal(v any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(*v.(*frame))}, nil
}

func (rawCodec) Unmarshal(data mem.BufferSlice, v any) error {
	*v.(*frame) = data.Materialize()
	return nil
}

type room struct {
	lock    sync.RWMutex
	events  [kept]frame
	next    uint64
	members map[*member]struct{}
}

type member struct {
	name string
	wake chan struct{}
}

func newRoom() *room { return &room{next: 1, members: map[*member]struct{}{}} }

func (r *room) first() uint64 {
	if r.next > kept {
		return r.next - kept
	}
	return 1
}

// add appends an event and wakes all members; with the lock.
func (r *room) add(name string, kind protowire.Number, content []byte) {
	now := time.Now()
	var stamp, event, response []byte
	stamp = number(stamp, 1, uint64(now.Unix()))
	stamp = number(stamp, 2, uint64(now.Nanosecond()))
	event = number(event, 1, r.next)
	event = message(event, 2, stamp)
	event = message(event, 3, []byte(name))
	event = message(event, kind, content)
	response = message(response, 2, event)
	r.events[r.next%kept] = response
	r.next++
	for m := range r.members {
		select {
		case m.wake <- struct{}{}:
		default:
		}
	}
}

func (r *room) join(m *member) (next, first uint64, count int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	next, first = r.next, r.first()
	r.members[m] = struct{}{}
	r.add(m.name, 4, nil)
	return next, first, len(r.members)
}

func (r *room) leave(m *member) {
	r.lock.Lock()
	defer r.lock.Unlock()
	delete(r.members, m)
	r.add(m.name, 5, number(nil, 1, 1))
}

func (r *room) post(m *member, content []byte) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.add(m.name, 6, content)
}

// at returns the event of a number; nil if it is not there, and the first one that is.
func (r *room) at(seq uint64) (frame, uint64) {
	r.lock.RLock()
	defer r.lock.RUnlock()
	if seq >= r.next {
		return nil, seq
	}
	if seq < r.first() {
		return nil, r.first()
	}
	return r.events[seq%kept], seq
}

var rooms sync.Map

func join(_ any, stream grpc.ServerStream) error {
	var request frame
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	hello := field(request, 1)
	if hello == nil {
		return status.Error(codes.InvalidArgument, "the first request is no hello")
	}
	found, _ := rooms.LoadOrStore(string(field(hello, 1)), newRoom())
	r := found.(*room)
	m := &member{name: string(field(hello, 2)), wake: make(chan struct{}, 1)}
	position, first, count := r.join(m)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			var next frame
			if stream.RecvMsg(&next) != nil {
				return
			}
			if post := field(next, 2); post != nil {
				r.post(m, post)
			}
		}
	}()
	defer r.leave(m)
	var welcome frame = number(nil, 2, position)
	welcome = number(welcome, 3, first)
	welcome = number(welcome, 4, uint64(count))
	response := frame(message(nil, 1, welcome))
	if err := stream.SendMsg(&response); err != nil {
		return err
	}
	for {
		event, seq := r.at(position)
		switch {
		case event != nil:
			if err := stream.SendMsg(&event); err != nil {
				return err
			}
			position++
		case seq > position:
			gap := frame(message(nil, 3, number(number(nil, 1, position), 2, seq)))
			if err := stream.SendMsg(&gap); err != nil {
				return err
			}
			position = seq
		default:
			select {
			case <-m.wake:
			case <-done:
				return nil
			case <-stream.Context().Done():
				return stream.Context().Err()
			}
		}
	}
}

func number(to []byte, field protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(to, field, protowire.VarintType), value)
}

func message(to []byte, field protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), value)
}

// field returns the value of a field with a length; nil if it is not there.
func field(of []byte, wanted protowire.Number) []byte {
	for len(of) > 0 {
		got, kind, n := protowire.ConsumeTag(of)
		if n < 0 {
			return nil
		}
		of = of[n:]
		if got == wanted && kind == protowire.BytesType {
			value, n := protowire.ConsumeBytes(of)
			if n < 0 {
				return nil
			}
			return value
		}
		n = protowire.ConsumeFieldValue(got, kind, of)
		if n < 0 {
			return nil
		}
		of = of[n:]
	}
	return nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer(grpc.ForceServerCodecV2(rawCodec{}), grpc.MaxConcurrentStreams(100_000))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "yodel.v1.RoomService",
		HandlerType: (*any)(nil),
		Streams: []grpc.StreamDesc{
			{StreamName: "Join", Handler: join, ServerStreams: true, ClientStreams: true},
		},
	}, struct{}{})
	fmt.Printf("grpc-go serving grpc=%s\n", listener.Addr())
	if err := server.Serve(listener); err != nil {
		panic(err)
	}
}
