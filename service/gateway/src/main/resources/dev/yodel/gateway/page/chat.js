'use strict';

// A chat room over a WebSocket: a JSON message a frame. Texts of others are only ever set as text.
const MAX_LINES = 500;
const MAX_WAIT = 15000;
const byId = (id) => document.getElementById(id);
const log = byId('log');
const state = { socket: null, room: '', name: '', session: '', roomId: '', next: 0, people: 0, counted: 0, joined: false, leaving: false, wait: 500 };

function show(text, isBad) {
  const status = byId('status');
  status.textContent = text;
  status.className = isBad ? 'bad' : '';
}

function line(event, text, note) {
  const item = document.createElement('p');
  const time = document.createElement('time');
  const when = new Date(event.time);
  time.dateTime = event.time;
  time.textContent = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) + ' ';
  item.append(time);
  const name = document.createElement('b');
  const isolated = document.createElement('bdi');
  isolated.textContent = event.name;
  name.append(isolated);
  item.append(name, note ? ' ' : ': ');
  const words = document.createElement('bdi');
  words.textContent = text;
  item.append(words);
  if (note) {
    item.className = 'note';
  }
  append(item);
}

function append(item) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(item);
  while (log.children.length > MAX_LINES) {
    log.firstChild.remove();
  }
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

function gap(missing) {
  const item = document.createElement('p');
  item.className = 'note';
  item.textContent = `${missing.toSeq - missing.fromSeq} messages are missing here`;
  append(item);
  state.next = Number(missing.toSeq);
}

function received(message) {
  if (message.welcome) {
    if (state.roomId && state.roomId !== message.welcome.roomId) {
      state.next = 0;
    }
    state.roomId = message.welcome.roomId;
    state.people = message.welcome.memberCount;
    state.counted = Number(message.welcome.nextSeq);
    state.wait = 500;
    entered();
  } else if (message.gap) {
    gap(message.gap);
  } else if (message.event) {
    const event = message.event;
    state.next = Number(event.seq) + 1;
    if (event.joined) {
      line(event, 'has joined', true);
      counted(event, 1);
    } else if (event.left) {
      line(event, 'has left', true);
      counted(event, -1);
    } else if (event.post) {
      line(event, event.post.text || '', false);
    }
  }
}

// The welcome counts this member already; what happened before it is history.
function counted(event, change) {
  if (Number(event.seq) > state.counted) {
    state.people += change;
    people();
  }
}

function people() {
  show(state.people === 1 ? 'You are alone here.' : `${state.people} people are here.`);
}

function entered() {
  state.joined = true;
  byId('title').textContent = state.room;
  byId('join').hidden = true;
  byId('leave').hidden = false;
  byId('post').hidden = false;
  log.hidden = false;
  people();
  byId('text').focus();
}

function outside(text, isBad) {
  state.joined = false;
  byId('title').textContent = 'Chat';
  byId('join').hidden = false;
  byId('leave').hidden = true;
  byId('post').hidden = true;
  show(text, isBad);
  byId('name').focus();
}

function connect() {
  const token = byId('token').value.trim();
  const protocols = token ? ['yodel.v1', `bearer.${token}`] : ['yodel.v1'];
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/rooms:join`, protocols);
  state.socket = socket;
  socket.onopen = () => socket.send(JSON.stringify({
    hello: { room: state.room, name: state.name, fromSeq: String(state.next), roomId: state.roomId, session: state.session },
  }));
  socket.onmessage = (frame) => received(JSON.parse(frame.data));
  socket.onclose = (end) => closed(end);
}

function closed(end) {
  if (state.leaving || end.code === 1000) {
    outside('You have left the room.');
  } else if (state.joined && (end.code < 4000 || end.code === 4014)) {
    show('The connection is lost; trying again.', true);
    setTimeout(connect, state.wait);
    state.wait = Math.min(state.wait * 2, MAX_WAIT);
  } else {
    outside(end.reason || 'The server cannot be reached.', true);
  }
}

byId('join').addEventListener('submit', (submit) => {
  submit.preventDefault();
  const room = byId('room').value.trim();
  if (room !== state.room) {
    log.replaceChildren();
    state.roomId = '';
    state.next = 0;
  }
  Object.assign(state, { room, name: byId('name').value.trim(), leaving: false, session: crypto.getRandomValues(new Uint32Array(4)).join('-') });
  show('Joining ...');
  connect();
});

byId('post').addEventListener('submit', (submit) => {
  submit.preventDefault();
  const text = byId('text');
  if (text.value && state.socket.readyState === WebSocket.OPEN) {
    state.socket.send(JSON.stringify({ post: { text: text.value } }));
    text.value = '';
  }
  text.focus();
});

byId('leave').addEventListener('click', () => {
  state.leaving = true;
  state.socket.send('');
});
