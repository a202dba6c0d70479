// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MockUsdt} from "../solidity/MockUsdt.sol";
import {SeasonVault} from "../solidity/SeasonVault.sol";
import {Merkle} from "./support/Merkle.sol";
import {VaultTest} from "./support/VaultTest.sol";
import {Vm} from "./support/Vm.sol";

/// @dev Everything that can happen to three seasons with eight players, in any order and at any time, including a token
/// that blocks, pauses and charges. It keeps its own books; calls that have to be refused are checked to be refused.
contract Handler {
    uint256 public constant SEASONS = 3;
    uint256 public constant PLAYERS = 8;
    uint96 public constant FEE = 25_000_000;
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    MockUsdt public immutable usdt;
    SeasonVault public immutable vault;
    address public immutable treasury;

    mapping(uint256 season => uint256) public deposited;
    mapping(uint256 season => uint256) public paidOut;
    mapping(uint256 season => mapping(uint256 player => uint256)) public timesPaid;
    mapping(uint256 season => uint256) public entryFees;
    mapping(uint256 season => uint256) public toTreasury;
    mapping(uint256 season => bytes32[]) private trees;
    mapping(uint256 season => uint256[]) private prizes;

    constructor(MockUsdt usdt_, SeasonVault vault_, address treasury_) {
        usdt = usdt_;
        vault = vault_;
        treasury = treasury_;
    }

    function player(uint256 i) public pure returns (address) {
        return address(uint160(0x2000_0000 + i));
    }

    function open(uint256 season, uint32 secondsAhead) external {
        season = _season(season);
        if (_state(season) != SeasonVault.State.None) return;
        vault.openSeason(season, FEE, uint64(block.timestamp + 1 + (secondsAhead % 10 days)));
    }

    function enter(uint256 season, uint256 who, uint256 payer) external {
        season = _season(season);
        address entrant = player(who % PLAYERS);
        address from = player(payer % PLAYERS);
        _give(from, FEE);
        SeasonVault.Season memory s = vault.seasonOf(season);
        bool possible = s.state == SeasonVault.State.Open && block.timestamp < s.entryDeadline && !vault.paused()
            && vault.seatOf(season, entrant).entry == SeasonVault.Entry.None && _tokenWorks(from)
            && usdt.basisPointsRate() == 0;
        vm.prank(from);
        (bool ok,) = address(vault).call(abi.encodeCall(SeasonVault.enter, (season, entrant)));
        require(ok == possible, "an entry is taken exactly when it may be");
        if (!ok) return;
        deposited[season] += FEE;
        entryFees[season] += FEE;
    }

    function fund(uint256 season, uint64 amount) external {
        season = _season(season);
        if (_state(season) != SeasonVault.State.Open || amount == 0 || usdt.paused()) return;
        _give(address(this), amount);
        uint256 before = usdt.balanceOf(address(vault));
        vault.fund(season, amount);
        deposited[season] += usdt.balanceOf(address(vault)) - before;
    }

    function settle(uint256 season, uint256 seed) external {
        season = _season(season);
        SeasonVault.Season memory s = vault.seasonOf(season);
        if (s.state != SeasonVault.State.Open || block.timestamp < s.entryDeadline || s.held == 0) return;
        uint256 share = (uint256(s.fee) * s.entrants * (seed % 1_501)) / 10_000;
        uint256 pool = s.held - share;
        bytes32[] memory leaves = new bytes32[](PLAYERS);
        uint256 left = pool;
        for (uint256 i = 0; i < PLAYERS; i++) {
            uint256 amount = i + 1 == PLAYERS ? left : uint256(keccak256(abi.encode(seed, i))) % (left + 1);
            left -= amount;
            prizes[season].push(amount);
            leaves[i] = vault.leafOf(season, player(i), amount);
        }
        trees[season] = Merkle.build(leaves);
        vault.setRoot(season, trees[season][0], uint128(pool), uint128(share), uint64(block.timestamp + 30 days));
    }

    function claim(uint256 season, uint256 who) external {
        season = _season(season);
        who = who % PLAYERS;
        if (trees[season].length == 0) return;
        SeasonVault.Season memory s = vault.seasonOf(season);
        bool possible = s.state == SeasonVault.State.Settled && block.timestamp < s.payDeadline
            && !vault.claimed(season, player(who)) && _canReceive(player(who));
        (bool ok,) = address(vault)
            .call(
                abi.encodeCall(
                    SeasonVault.claim, (season, player(who), prizes[season][who], Merkle.proofOf(trees[season], who))
                )
            );
        require(ok == possible, "a prize is paid exactly when it is due");
        if (ok) _notePaid(season, who, prizes[season][who]);
    }

    function claimBatch(uint256 season) external {
        season = _season(season);
        SeasonVault.Season memory s = vault.seasonOf(season);
        if (s.state != SeasonVault.State.Settled || block.timestamp >= s.payDeadline) return;
        address[] memory accounts = new address[](PLAYERS);
        bytes32[][] memory proofs = new bytes32[][](PLAYERS);
        bool[] memory before = new bool[](PLAYERS);
        for (uint256 i = 0; i < PLAYERS; i++) {
            accounts[i] = player(i);
            proofs[i] = Merkle.proofOf(trees[season], i);
            before[i] = vault.claimed(season, player(i));
        }
        vault.claimBatch(season, accounts, prizes[season], proofs);
        for (uint256 i = 0; i < PLAYERS; i++) {
            bool isPaid = vault.claimed(season, player(i));
            require(isPaid == (before[i] || _canReceive(player(i))), "everybody who can be paid is");
            if (isPaid && !before[i]) _notePaid(season, i, prizes[season][i]);
        }
    }

    function takeFeeShare(uint256 season) external {
        season = _season(season);
        SeasonVault.Season memory s = vault.seasonOf(season);
        if (s.state != SeasonVault.State.Settled || s.feeShareLeft == 0 || usdt.paused()) return;
        vault.takeFeeShare(season);
        paidOut[season] += s.feeShareLeft;
        toTreasury[season] += s.feeShareLeft;
        require(toTreasury[season] * 10_000 <= entryFees[season] * 1_500, "no more than the published share");
    }

    function cancel(uint256 season) external {
        season = _season(season);
        if (_state(season) != SeasonVault.State.Open) return;
        vault.cancelSeason(season);
    }

    function refund(uint256 season, uint256 who, bool whileOpen) external {
        season = _season(season);
        who = who % PLAYERS;
        SeasonVault.Seat memory seat = vault.seatOf(season, player(who));
        SeasonVault.State wanted = whileOpen ? SeasonVault.State.Open : SeasonVault.State.Cancelled;
        bool possible = _state(season) == wanted && seat.entry == SeasonVault.Entry.Entered && _canReceive(seat.payer);
        (bool ok,) = address(vault)
            .call(
                whileOpen
                    ? abi.encodeCall(SeasonVault.refundEntry, (season, player(who)))
                    : abi.encodeCall(SeasonVault.refund, (season, player(who)))
            );
        require(ok == possible, "a fee is paid back exactly when it is due");
        if (!ok) return;
        _notePaid(season, who, FEE);
        entryFees[season] -= FEE;
    }

    function refundBatch(uint256 season) external {
        season = _season(season);
        if (_state(season) != SeasonVault.State.Cancelled) return;
        address[] memory players = new address[](PLAYERS);
        uint256 heldBefore = vault.seasonOf(season).held;
        bool[] memory before = new bool[](PLAYERS);
        for (uint256 i = 0; i < PLAYERS; i++) {
            players[i] = player(i);
            before[i] = vault.seatOf(season, player(i)).entry == SeasonVault.Entry.Entered;
        }
        vault.refundBatch(season, players);
        uint256 count = 0;
        for (uint256 i = 0; i < PLAYERS; i++) {
            if (!before[i] || vault.seatOf(season, player(i)).entry == SeasonVault.Entry.Entered) continue;
            _notePaid(season, i, FEE);
            entryFees[season] -= FEE;
            count++;
        }
        require(heldBefore - vault.seasonOf(season).held == count * FEE, "one fee each");
    }

    function sweep(uint256 season) external {
        season = _season(season);
        SeasonVault.Season memory s = vault.seasonOf(season);
        bool possible = (s.state == SeasonVault.State.Settled || s.state == SeasonVault.State.Cancelled)
            && block.timestamp >= s.payDeadline && (s.held == 0 || !usdt.paused());
        (bool ok,) = address(vault).call(abi.encodeCall(SeasonVault.sweep, (season)));
        require(ok == possible, "the rest goes exactly when it may");
        if (ok) paidOut[season] += s.held;
    }

    function pass(uint32 by) external {
        vm.warp(block.timestamp + (by % 6 days));
    }

    function pauseVault(bool on) external {
        if (on && !vault.paused()) vault.pause();
        else if (!on && vault.paused()) vault.unpause();
    }

    function moodOfTheToken(uint256 who, bool blocked, bool paused, bool charging) external {
        usdt.setBlackListed(player(who % PLAYERS), blocked);
        usdt.setPaused(paused && who % 4 == 0);
        usdt.setFee(charging && who % 3 == 0 ? 10 : 0, 1_000_000);
    }

    /// @dev What every season owes can leave the vault in the end, with nobody's help but time.
    function drain() external {
        usdt.setPaused(false);
        usdt.setFee(0, 0);
        vm.warp(block.timestamp + 366 days + 60 days);
        for (uint256 season = 1; season <= SEASONS; season++) {
            if (_state(season) == SeasonVault.State.Open) {
                vm.prank(address(0xA11));
                vault.cancelSeason(season);
            }
        }
        vm.warp(block.timestamp + 366 days);
        for (uint256 season = 1; season <= SEASONS; season++) {
            SeasonVault.State state = _state(season);
            if (state == SeasonVault.State.None || state == SeasonVault.State.Swept) continue;
            vm.prank(address(0xA11));
            vault.sweep(season);
        }
    }

    function _notePaid(uint256 season, uint256 who, uint256 amount) private {
        paidOut[season] += amount;
        timesPaid[season][who] += 1;
    }

    function _give(address account, uint256 amount) private {
        usdt.mint(account, amount);
        if (usdt.allowance(account, address(vault)) > 0) return;
        if (account != address(this)) vm.prank(account);
        usdt.approve(address(vault), type(uint256).max);
    }

    function _tokenWorks(address from) private view returns (bool) {
        return !usdt.paused() && !usdt.isBlackListed(from);
    }

    function _canReceive(address account) private view returns (bool) {
        return !usdt.paused() && !usdt.isBlackListed(account);
    }

    function _season(uint256 season) private pure returns (uint256) {
        return 1 + (season % SEASONS);
    }

    function _state(uint256 season) private view returns (SeasonVault.State) {
        return vault.seasonOf(season).state;
    }
}

contract InvariantsTest is VaultTest {
    Handler private handler;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public override {
        super.setUp();
        handler = new Handler(usdt, vault, TREASURY);
        usdt.mint(address(this), 1);
        vault.transferOwnership(address(handler));
        vm.prank(address(handler));
        vault.acceptOwnership();
        for (uint256 season = 0; season < handler.SEASONS(); season++) {
            handler.open(season, uint32(10 days - 1));
        }
        usdt.setOwner(address(handler));
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](14);
        selectors[0] = Handler.open.selector;
        selectors[1] = Handler.enter.selector;
        selectors[2] = Handler.fund.selector;
        selectors[3] = Handler.settle.selector;
        selectors[4] = Handler.claim.selector;
        selectors[5] = Handler.claimBatch.selector;
        selectors[6] = Handler.takeFeeShare.selector;
        selectors[7] = Handler.cancel.selector;
        selectors[8] = Handler.refund.selector;
        selectors[9] = Handler.refundBatch.selector;
        selectors[10] = Handler.sweep.selector;
        selectors[11] = Handler.pass.selector;
        selectors[12] = Handler.moodOfTheToken.selector;
        selectors[13] = Handler.pauseVault.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function invariant_a_season_never_pays_more_than_was_deposited_for_it() public view {
        for (uint256 season = 1; season <= handler.SEASONS(); season++) {
            uint256 deposited = handler.deposited(season);
            uint256 paid = handler.paidOut(season);
            require(paid <= deposited, "paid more than deposited");
            eq(vault.seasonOf(season).held, deposited - paid, "held is what came in less what went out");
        }
    }

    function invariant_the_vault_has_what_its_seasons_hold() public view {
        uint256 sum = 0;
        for (uint256 season = 1; season <= handler.SEASONS(); season++) {
            sum += vault.seasonOf(season).held;
        }
        eq(vault.totalHeld(), sum, "the sum of all seasons");
        eq(usdt.balanceOf(address(vault)), sum, "is the balance");
    }

    function invariant_nobody_is_paid_twice_by_a_season() public view {
        for (uint256 season = 1; season <= handler.SEASONS(); season++) {
            // A player of a season is either refunded or wins, and each at most once.
            bool isSettled = vault.seasonOf(season).root != bytes32(0);
            for (uint256 i = 0; i < handler.PLAYERS(); i++) {
                bool refunded = vault.seatOf(season, handler.player(i)).entry == SeasonVault.Entry.Refunded;
                bool won = vault.claimed(season, handler.player(i));
                eq(handler.timesPaid(season, i), (refunded ? 1 : 0) + (won ? 1 : 0), "as often as the marks say");
                require(isSettled || !won, "no prize without a root");
            }
        }
    }

    function invariant_a_settled_season_can_pay_all_that_is_left_of_prizes_and_share() public view {
        for (uint256 season = 1; season <= handler.SEASONS(); season++) {
            SeasonVault.Season memory s = vault.seasonOf(season);
            require(uint256(s.prizesLeft) + s.feeShareLeft <= s.held, "covered");
            if (s.state == SeasonVault.State.Cancelled) {
                require(uint256(s.fee) * s.entrants <= s.held, "refunds covered");
            }
        }
    }

    /// @dev Runs after each sequence: whatever happened, time alone sets every unit free.
    function afterInvariant() public {
        handler.drain();
        eq(usdt.balanceOf(address(vault)), 0, "nothing stays locked");
        eq(vault.totalHeld(), 0, "nor in the books");
    }
}
