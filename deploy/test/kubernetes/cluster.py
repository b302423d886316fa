"""A Kubernetes cluster of two nodes on this machine, for tests: real components, each node in a network namespace of its own.

It needs root, etcd, containerd, runc, the CNI plugins, iproute2, nsenter, openssl, and the program that main.go makes. Nodes have
no DNS and no Services by address, only pods. Everything is below one folder; closing it ends what it has started, and removes
network namespaces, cgroups and mounts.
"""

import base64
import glob
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import time

HOST = "10.117.0.1"
NODES = ("n1", "n2")
BRIDGE = "yodelbr"
CNI = "/usr/lib/cni"
USERS = {"admin": "system:masters", "controllers": "system:masters", "scheduler": "system:masters", "tester": "", "stranger": ""}


def address(node):
    return "10.117.0.1%s" % node[1:]


def subnet(node):
    return "10.118.%s.0/24" % node[1:]


def namespace(node):
    return "yodel-" + node


def sh(*command, check=True, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if check and done.returncode != 0:
        raise RuntimeError("%s: %s" % (" ".join(command), (done.stderr or done.stdout).strip()))
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(what, is_so, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = is_so()
        if found:
            return found
        time.sleep(0.3)
    raise RuntimeError("not there after %d s: %s" % (seconds, what))


class Cluster:
    """Entering it starts it."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.started = []
        self.namespaced = []

    def __enter__(self):
        try:
            self.network()
            self.control_plane()
            for node in NODES:
                self.node(node)
            wait("two ready nodes", lambda: self.kubectl("get", "nodes", check=False).count(" Ready ") == len(NODES))
            return self
        except BaseException:
            self.__exit__()
            raise

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def start(self, name, *command, node=None):
        """Starts a program that ends with the cluster; in the network of a node, if one is given."""
        # Not `ip netns exec`: it mounts another /sys, without cgroups.
        inside = ["nsenter", "--net=/run/netns/" + namespace(node)] if node else []
        with open(self.path(name + ".log"), "ab") as log:
            process = subprocess.Popen([*inside, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.started.append((name, process))
        return process

    def network(self):
        sh("ip", "link", "add", BRIDGE, "type", "bridge")
        self.namespaced.append(lambda: sh("ip", "link", "del", BRIDGE, check=False))
        sh("ip", "addr", "add", HOST + "/24", "dev", BRIDGE)
        sh("ip", "link", "set", BRIDGE, "up")
        for node in NODES:
            ns, cable = namespace(node), "yodel" + node
            sh("ip", "netns", "add", ns)
            self.namespaced.append(lambda ns=ns: sh("ip", "netns", "del", ns, check=False))
            sh("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", ns)
            sh("ip", "link", "set", cable, "master", BRIDGE, "up")
            inside = ["nsenter", "--net=/run/netns/" + ns]
            sh(*inside, "ip", "link", "set", "lo", "up")
            sh(*inside, "ip", "addr", "add", address(node) + "/24", "dev", "eth0")
            sh(*inside, "ip", "link", "set", "eth0", "up")
            sh(*inside, "ip", "route", "add", "default", "via", HOST)
            sh(*inside, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
            sh("ip", "route", "add", subnet(node), "via", address(node))
        for node in NODES:
            for other in NODES:
                if node != other:
                    sh("nsenter", "--net=/run/netns/" + namespace(node), "ip", "route", "add", subnet(other), "via", address(other))

    def control_plane(self):
        client, peer = free_port(), free_port()
        self.start(
            "etcd", "etcd", "--data-dir", self.path("etcd"), "--listen-client-urls", "http://127.0.0.1:%d" % client,
            "--advertise-client-urls", "http://127.0.0.1:%d" % client, "--listen-peer-urls", "http://127.0.0.1:%d" % peer,
            "--initial-advertise-peer-urls", "http://127.0.0.1:%d" % peer, "--initial-cluster", "default=http://127.0.0.1:%d" % peer,
            "--unsafe-no-fsync")
        sh("openssl", "genrsa", "-out", self.path("accounts.key"), "2048")
        tokens = ["%s,%s,%s,%s" % (name + "-token", name, name, '"%s"' % group if group else "") for name, group in USERS.items()]
        tokens += ['%s-token,system:node:%s,%s,"system:nodes"' % (node, node, node) for node in NODES]
        self.start(
            "apiserver", self.program, "apiserver", "--etcd-servers=http://127.0.0.1:%d" % client, "--bind-address=" + HOST,
            "--advertise-address=" + HOST, "--secure-port=6443", "--cert-dir=" + self.path("certificates"),
            "--token-auth-file=" + self.write("tokens", "\n".join(tokens) + "\n"), "--authorization-mode=Node,RBAC",
            "--service-account-issuer=https://yodel.test", "--service-account-key-file=" + self.path("accounts.key"),
            "--service-account-signing-key-file=" + self.path("accounts.key"), "--service-cluster-ip-range=10.119.0.0/24",
            "--endpoint-reconciler-type=none", "--kubelet-preferred-address-types=InternalIP")
        wait("the API server's certificate", lambda: os.path.exists(self.path("certificates", "apiserver.crt")), 240)
        for user in [*USERS, *NODES]:
            self.kubeconfig(user)
        wait("the API server", lambda: self.kubectl("get", "--raw", "/readyz", check=False) == "ok", 240)
        self.start(
            "controllers", self.program, "controllers", "--kubeconfig=" + self.kubeconfig("controllers"), "--leader-elect=false",
            "--secure-port=0", "--service-account-private-key-file=" + self.path("accounts.key"))
        self.start(
            "scheduler", self.program, "scheduler", "--kubeconfig=" + self.kubeconfig("scheduler"), "--leader-elect=false",
            "--secure-port=0")
        wait("the service account of pods", lambda: self.kubectl("get", "serviceaccount", "default", check=False))

    def kubeconfig(self, user):
        return self.write(
            user + ".kubeconfig",
            json.dumps({
                "apiVersion": "v1", "kind": "Config", "current-context": "test",
                "clusters": [{"name": "test", "cluster": {
                    "server": "https://%s:6443" % HOST, "certificate-authority": self.path("certificates", "apiserver.crt")}}],
                "users": [{"name": user, "user": {"token": user + "-token"}}],
                "contexts": [{"name": "test", "context": {"cluster": "test", "user": user, "namespace": "default"}}],
            }))

    def kubectl(self, *arguments, check=True, stdin=None):
        return sh(self.program, "kubectl", "--kubeconfig", self.path("admin.kubeconfig"), *arguments, check=check, input=stdin)

    def get(self, *what):
        return json.loads(self.kubectl("get", *what, "-o", "json"))

    def node(self, node):
        state = self.path("run", node)
        os.makedirs(state)
        group = "yodel-" + node
        for controller in glob.glob("/sys/fs/cgroup/*/cgroup.procs"):
            made = os.path.join(os.path.dirname(controller), group)
            os.makedirs(made, exist_ok=True)
            for name in ("cpuset.cpus", "cpuset.mems"):
                if os.path.exists(os.path.join(made, name)) and "cpuset" in controller:
                    with open(os.path.join(os.path.dirname(controller), name), encoding="ascii") as whole:
                        value = whole.read()
                    with open(os.path.join(made, name), "w", encoding="ascii") as own:
                        own.write(value)
        network = self.write(node + "/cni/10-yodel.conflist", json.dumps({
            "cniVersion": "0.4.0", "name": "yodel", "plugins": [{
                "type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": False,
                "ipam": {"type": "host-local", "ranges": [[{"subnet": subnet(node)}]], "routes": [{"dst": "0.0.0.0/0"}],
                         "dataDir": self.path(node, "addresses")}}]}))
        self.start(node + "-containerd", "containerd", "--config", self.write(node + "/containerd.toml", """
version = 2
root = "%(root)s"
state = "%(state)s/containerd"
[grpc]
  address = "%(state)s/containerd.sock"
[ttrpc]
  address = "%(state)s/ttrpc.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "%(cni)s"
    conf_dir = "%(conf)s"
""" % {"root": self.path(node, "containerd"), "state": state, "cni": CNI, "conf": os.path.dirname(network)}), node=node)
        wait("containerd of " + node, lambda: os.path.exists(state + "/containerd.sock"))
        self.start(node + "-kubelet", self.program, "kubelet", "--kubeconfig=" + self.path(node + ".kubeconfig"),
                   "--hostname-override=" + node, "--node-ip=" + address(node), "--root-dir=" + self.path(node, "kubelet"),
                   "--config=" + self.write(node + "/kubelet.json", json.dumps({
                       "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
                       "address": address(node), "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
                       "authorization": {"mode": "AlwaysAllow"}, "containerRuntimeEndpoint": "unix://%s/containerd.sock" % state,
                       "cgroupDriver": "cgroupfs", "cgroupRoot": "/" + group, "enforceNodeAllocatable": [], "failSwapOn": False,
                       "failCgroupV1": False, "makeIPTablesUtilChains": False, "oomScoreAdj": 0,
                       "localStorageCapacityIsolation": False, "resolvConf": "", "healthzPort": 0,
                       "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%",
                                        "nodefs.inodesFree": "1%"},
                       "imageGCHighThresholdPercent": 100, "podLogsDir": self.path(node, "logs")})), node=node)

    def load_image(self, archive):
        """Imports an image of `podman save`'s form on each node."""
        for node in NODES:
            sh("ctr", "--address", self.path("run", node, "containerd.sock"), "-n", "k8s.io", "images", "import", archive)

    def processes(self, pod):
        """The processes of a pod, by its control group."""
        uid = self.get("pod", pod)["metadata"]["uid"]
        found = []
        for file in glob.glob("/proc/[0-9]*/cgroup"):
            try:
                with open(file, encoding="ascii") as groups:
                    if "pod" + uid in groups.read():
                        found.append(int(file.split("/")[2]))
            except OSError:
                pass
        return found

    def tail(self, name):
        with open(self.path(name + ".log"), encoding="utf-8", errors="replace") as log:
            return log.read()[-3000:]

    def __exit__(self, *_):
        # Pods first, while there is somebody to end them.
        nodes = [node for node in NODES if os.path.exists(self.path("run", node, "containerd.sock"))]
        for name, process in reversed(self.started):
            if not name.endswith("containerd"):
                self.end(process)
        for node in nodes:
            ctr = ("ctr", "--address", self.path("run", node, "containerd.sock"), "-n", "k8s.io")
            for task in sh(*ctr, "tasks", "ls", "-q", check=False).split():
                sh(*ctr, "tasks", "kill", "-s", "KILL", task, check=False)
            wait_quietly(lambda ctr=ctr: "RUNNING" not in sh(*ctr, "tasks", "ls", check=False))
            for task in sh(*ctr, "tasks", "ls", "-q", check=False).split():
                sh(*ctr, "tasks", "delete", "-f", task, check=False)
        for name, process in reversed(self.started):
            if name.endswith("containerd"):
                self.end(process)
        self.end_shims()
        with open("/proc/self/mounts", encoding="utf-8") as mounts:
            for line in reversed(mounts.readlines()):
                place = line.split()[1]
                if place.startswith(self.folder):
                    sh("umount", "-l", place, check=False)
        for remove in reversed(self.namespaced):
            remove()
        for node in NODES:
            for group in glob.glob("/sys/fs/cgroup/*/yodel-" + node):
                for below, _, _ in os.walk(group, topdown=False):
                    try:
                        os.rmdir(below)
                    except OSError:
                        pass

    def end_shims(self):
        """A shim outlives its containerd: those of this folder are ended here."""
        for file in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                with open(file, "rb") as command:
                    text = command.read().decode(errors="replace")
                if "containerd-shim" in text and self.folder in text:
                    os.kill(int(file.split("/")[2]), signal.SIGKILL)
            except OSError:
                pass

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_quietly(is_so):
    try:
        wait("", is_so, 10)
    except RuntimeError:
        pass


def pause_image(yodel_image, archive):
    """Writes the image of what holds a pod's namespaces: busybox, out of the image of Yodel."""
    import hashlib
    with tarfile.open(yodel_image) as image:
        manifest = json.load(image.extractfile("manifest.json"))[0]
        config = json.load(image.extractfile(manifest["Config"]))
        with tarfile.open(fileobj=image.extractfile(manifest["Layers"][0])) as base:
            busybox = next(m for m in base if m.name.endswith("bin/busybox") and m.isfile())
            content = base.extractfile(busybox).read()
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        info = tarfile.TarInfo("busybox")
        info.size, info.mode = len(content), 0o755
        tar.addfile(info, io.BytesIO(content))
    data = layer.getvalue()
    encoded = json.dumps({
        "architecture": config["architecture"], "os": "linux", "config": {"Entrypoint": ["/busybox", "sleep", "864000"]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(data).hexdigest()]}}).encode()
    listing = json.dumps([{"Config": "config.json", "RepoTags": ["localhost/pause:1"], "Layers": ["layer.tar"]}]).encode()
    with tarfile.open(archive, "w") as image:
        for name, what in (("config.json", encoded), ("layer.tar", data), ("manifest.json", listing)):
            info = tarfile.TarInfo(name)
            info.size = len(what)
            image.addfile(info, io.BytesIO(what))
