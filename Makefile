# Concerto 协奏. `make run` serves it; every step remembers that it is done, so the next time costs nothing.

VENV   := .venv
BIN    := $(VENV)/bin
BUILT  := concerto/kernel/ui/static/built/manifest.json
LOCALE := concerto/locale
POT    := $(VENV)/words.pot
WEB    := $(shell find web -name node_modules -prune -o -name '.*' ! -name .npmrc -prune -o -type f -print)
PO     := $(shell find concerto -name '*.po')
MO     := $(PO:.po=.mo)

# A checkout that was moved, or whose Python is gone, needs its environment anew.
MOVED  := $(shell [ ! -e $(VENV)/.made ] || { [ "$$(cat $(VENV)/.made)" = "$$PWD" ] && $(BIN)/python -c ''; } 2>/dev/null || rm -rf $(VENV))

# What Python compiles is kept, whatever the shell says: else each of the many processes of a test run compiles the house anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test shots pictures lint wheel pack words clean

help: ## say what there is to do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: $(VENV)/.packages $(BUILT) $(MO) ## install what is needed and serve http://127.0.0.1:8000, with a demo company the first time
	@exec $(BIN)/concerto serve --demo

build: $(BUILT) ## build the scripts and styles of the pages

test: $(VENV)/.packages-dev $(BUILT) $(MO) ## run every test, those in a real browser too
	@$(BROWSER)
	@cd web && npm test --silent
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST)

shots: $(VENV)/.packages-dev $(BUILT) $(MO) ## picture what the guides describe, into tests/shots: both languages, desk and phone
	@$(BROWSER)
	@TEST_SHOTS=on $(BIN)/python -m pytest tests/journeys/test_pages.py -q -k fits
	@echo "The pictures are in tests/shots."

pictures: $(VENV)/.packages-dev $(BUILT) $(MO) ## take the pictures of the documents anew, in a real browser
	@$(BROWSER)
	@mkdir -p docs/pictures
	@TEST_PICTURES=docs/pictures $(BIN)/python -m pytest tests/journeys/test_pages.py tests/journeys/test_story.py -q -k 'fits or lost'

lint: $(VENV)/.packages-dev ## check style, types and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

wheel: $(VENV)/.packages $(BUILT) $(MO) ## make a wheel with the pages' assets inside, in dist/
	@$(UV) build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist
	@ls dist/*.whl

pack: $(VENV)/.packages-dev ## keep what this release has in its database, for the upgrade tests of all later ones
	@$(BIN)/python -m tests.upgrade.packing

words: $(VENV)/.packages $(LOCALE)/zh_Hans/LC_MESSAGES/django.po ## gather the sentences and bring the Chinese catalogue up to date
	@$(EXTRACT)
	@$(BIN)/pybabel --quiet update -i $(POT) -d $(LOCALE) -D django --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel --quiet compile -d $(LOCALE) -D django --statistics

clean: ## remove what was built and installed; the data in var/ stays
	rm -rf $(VENV) web/node_modules $(dir $(BUILT)) dist $(MO)


# -- Python ----------------------------------------------------------------------------------------------------------

# The first of these that runs and is new enough.
FIND_PYTHON = for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	[ -n "$$python" ] || { echo 'Concerto needs Python 3.11 or newer: install it, or name it with make PYTHON=…' >&2; exit 1; }

# Debian keeps a part of the standard library in a package of its own.
HAVE_VENV = "$$python" -c 'import ensurepip' 2>/dev/null || { \
	package=$$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	$(call APT,$$package) && "$$python" -c 'import ensurepip'; } 2>/dev/null || { \
	echo "Python cannot make virtual environments here: install $${package:-python3-venv} (apt-get install $${package:-python3-venv})." >&2; exit 1; }

APT = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing $(1) …" && \
	apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null

# uv takes the certificates of the machine, where it has any, and the package index that pip was told to use.
UV = $(if $(wildcard /etc/ssl/certs/*.crt /etc/ssl/certs/*.pem /etc/pki/tls/certs/*.crt),UV_SYSTEM_CERTS=$${UV_SYSTEM_CERTS:-true}) $(BIN)/uv
INSTALL = index=$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}}; \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; \
	$(UV) pip install --quiet --python $(BIN)/python

$(VENV)/.made:
	@$(FIND_PYTHON); $(HAVE_VENV); echo 'Making the Python environment …'; "$$python" -m venv $(VENV)
	@printf '%s' "$$PWD" > $@

$(VENV)/.tools: requirements-tools.lock $(VENV)/.made
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

$(VENV)/.packages: requirements.lock pyproject.toml $(VENV)/.tools
	@echo 'Installing the Python packages …'
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.packages-dev: requirements-dev.lock $(VENV)/.packages
	@echo 'Installing the packages for tests …'
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@


# -- pages -----------------------------------------------------------------------------------------------------------

NODE_IS_NEW = const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)

web/node_modules/.package-lock.json: web/package.json web/package-lock.json web/.npmrc
	@node -e '$(NODE_IS_NEW)' 2>/dev/null && command -v npm >/dev/null || { echo 'Concerto needs Node 20.19 or newer, with npm: install it from nodejs.org or your system.' >&2; exit 1; }
	@echo 'Installing the web packages …'
	@cd web && npm ci --include=dev --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@

$(BUILT): web/node_modules/.package-lock.json $(WEB) | $(VENV)/.packages
	@echo 'Building the pages …'
	@cd web && npm run --silent build -- --logLevel warn
	@$(BIN)/python -m whitenoise.compress --quiet $(@D)
	@touch $@


# -- words -----------------------------------------------------------------------------------------------------------

EXTRACT = $(BIN)/pybabel --quiet extract -F babel.cfg -k gettext_lazy -k _ -k say -k ngettext:1,2 -k pgettext:1c,2 -k t \
	--add-location=file --sort-by-file --project=Concerto -o $(POT) .

%.mo: %.po | $(VENV)/.packages
	@$(BIN)/pybabel --quiet compile -i $< -o $@

$(LOCALE)/zh_Hans/LC_MESSAGES/django.po: | $(VENV)/.packages
	@mkdir -p $(LOCALE)
	@$(EXTRACT)
	@$(BIN)/pybabel --quiet init -i $(POT) -d $(LOCALE) -D django -l zh_Hans


# -- a browser for the tests -----------------------------------------------------------------------------------------

HAS_BROWSER = command -v chromium >/dev/null && ls /usr/share/fonts/*/noto/NotoSansCJK* >/dev/null 2>&1
BROWSER = $(HAS_BROWSER) || { $(call APT,chromium fonts-noto-cjk) && $(HAS_BROWSER); } || { \
	echo 'The tests need the browser Chromium and Chinese fonts: apt-get install chromium fonts-noto-cjk' >&2; exit 1; }
