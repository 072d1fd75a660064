# Sourced by mvnw and deploy/vigie: exports JAVA_HOME of a JDK 25 or later, or ends with a clear message.
_min=25
_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  _v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${_v:-0}"
}
_path_home() {
  _j=$(command -v javac 2>/dev/null) || return 0
  _j=$(readlink -f "$_j" 2>/dev/null || echo "$_j")
  dirname "$(dirname "$_j")"
}
_current=${JAVA_HOME:-$(_path_home)}
if [ "$(_major "$_current")" -lt "$_min" ]; then
  _best=''
  _best_version=999
  set +f
  for _d in "${JDK25_HOME:-}" "${JAVA_HOME_25_X64:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$_d" ] && [ -d "$_d" ] || continue
    _v=$(_major "$_d")
    if [ "$_v" -ge "$_min" ] && [ "$_v" -lt "$_best_version" ]; then
      _best=$_d
      _best_version=$_v
    fi
  done
  if [ -n "$_best" ]; then
    JAVA_HOME=$_best
    export JAVA_HOME
  else
    echo "vigie: this project needs a JDK $_min or later (set JAVA_HOME or JDK25_HOME); found only: ${_current:-none}." >&2
    exit 1
  fi
fi
